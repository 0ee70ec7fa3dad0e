import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import type { HubConfig } from '../config/load.ts'
import type { Right } from '../people/rights.ts'
import type { SecretSeal } from '../people/secret-seal.ts'
import type { GeoPlaces } from '../places/geo-places.ts'
import type { HubCounts } from '../samples/hub-counts.ts'
import type { KnownCredential } from '../store/ask/agent-of-credential.ts'
import type { KnownPerson } from '../store/known-person.ts'
import type { Store } from '../store/store.ts'
import type { TotalsIntake } from '../store/totals-intake.ts'
import type { TrustedClock } from '../store/trusted-clock.ts'
import type { FailureLimit } from './failure-limit.ts'
import type { Readiness } from './readiness.ts'
import type { StatusPace } from './status-pace.ts'
import type { Turns } from './turns.ts'
import type { WaitingBytes } from './waiting-bytes.ts'

/** What every route works with. */
export interface Hub {
  readonly config: HubConfig
  readonly store: Store
  readonly intake: TotalsIntake
  /** Seals what one-time codes are made from. */
  readonly seal: SecretSeal
  readonly places: GeoPlaces
  readonly clock: Clock
  readonly trustedClock: TrustedClock
  readonly tell: Tell
  readonly counts: HubCounts
  readonly waiting: WaitingBytes
  readonly readiness: Readiness
  readonly failures: FailureLimit
  readonly statusPace: StatusPace
  readonly turns: Turns
  /** Aborted when the hub stops: what lasts ends then. */
  readonly stopping: AbortSignal
}

/** One request, whose caller has been checked and whose body has been read. */
export interface HubRequest extends Hub {
  /** What stands in place of each `:name` of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The whole body, inflated; empty unless the route has `most`. */
  readonly body: Buffer
  /** The IP address of the client, which trusted proxies tell; empty if it came through a UNIX socket without one. */
  readonly address: string
  /** Whether a proxy that `trusted_proxies` does not name seems to be on the way: then the address is that one's. */
  readonly isForwarded: boolean
  /** How the client reaches the hub: `https://hub.example.com`. */
  readonly origin: string
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal
}

/** A request of an agent, with what its credential says. */
export interface AgentRequest extends HubRequest {
  readonly agent: KnownCredential
}

/** A request of a person, or of a program with a token of a person. */
export interface PersonRequest extends HubRequest {
  readonly person: KnownPerson
  /** Whether they may still ask this: tokens and sessions end while a long answer goes on. */
  readonly mayGoOn: () => Promise<boolean>
}

/** An agent with its credential, or a person. */
export type Asker = Pick<AgentRequest, 'agent'> | Pick<PersonRequest, 'person'>

/** A request of an agent or a person. */
export interface SharedRequest extends HubRequest {
  readonly asker: Asker
}

/** What is answered. */
export interface HubAnswer {
  readonly status: number
  readonly headers?: OutgoingHttpHeaders
  /** A value to send as JSON, a text, pieces as they come, or bytes; absent: an empty body. */
  readonly body?: JsonBody | TextBody | BytesBody
}

/** A value to send as JSON. */
interface JsonBody {
  readonly json: unknown
  /**
   * Whether it is compressed for whom takes that. Absent wherever something that only one person may know stands beside
   * a text that a stranger chose: by how long it becomes, he could guess it letter by letter (BREACH).
   */
  readonly mayPack?: true
}

/** Text of a media type: `text/csv`. */
interface TextBody {
  readonly type: string
  readonly text: string | AsyncIterable<string | Uint8Array>
}

/** Bytes of a media type, as they are. */
interface BytesBody {
  readonly type: string
  readonly bytes: Buffer
}

interface Asked {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** `/api/v1/events/:id`, or `none` for what no other route has. GET also answers HEAD. */
  readonly path: string
  /** Most bytes of the body, inflated; absent: none is read. */
  readonly most?: number
}

/** A route that anybody may ask. */
interface OpenRoute extends Asked {
  readonly caller: 'anybody'
  /** Answers, or throws an `HttpError`. `StoreUnavailable` becomes 503. */
  answer(request: HubRequest): Promise<HubAnswer>
}

/** A route that only agents may ask, each with its own credential. */
interface AgentRoute extends Asked {
  readonly caller: 'agent'
  answer(request: AgentRequest): Promise<HubAnswer>
}

/** A route for people who have a right, signed in or with an API token. */
interface PersonRoute extends Asked {
  readonly caller: 'person'
  readonly right: Right
  answer(request: PersonRequest): Promise<HubAnswer>
}

/** A route for agents, each of which sees only its own host, and for people who have a right. */
interface SharedRoute extends Asked {
  readonly caller: 'agent or person'
  readonly right: Right
  answer(request: SharedRequest): Promise<HubAnswer>
}

/** A method and a path, who may ask (checked before the body is read), and the answer. */
export type Route = OpenRoute | AgentRoute | PersonRoute | SharedRoute
