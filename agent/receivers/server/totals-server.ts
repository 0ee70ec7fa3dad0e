import type { Answer } from '../../../lib/http/answers/answer.ts'
import { failureCode } from '../../../lib/http/connection/failure-code.ts'
import type { Config, ServerConfig } from '../../config/config.ts'
import { hostNameOf } from '../../config/host-name.ts'
import type { Outcome } from '../delivery/outcome.ts'
import { NewestCounts } from '../newest-counts.ts'
import { outageNotices } from '../notices.ts'
import type { Open, OpenParts, ReceiverType } from '../receiver-type.ts'
import type { Receiver } from '../receiver.ts'
import { projectTotals, type TotalsParts, type TotalsProjection } from '../totals-projection.ts'
import type { Hearing } from './answer-row.ts'
import { outcomeOfFailure } from './failure-outcome.ts'
import { createPoster, type PosterListeners } from './poster.ts'
import { Renewal } from './renewal.ts'
import type { ServerAccess } from './server-access.ts'
import { requestHead } from './shown-head.ts'

/** How to send totals to a server. */
export interface TotalsAccess extends ServerAccess {
  readonly url: URL
  /** Of every request, credentials included. */
  readonly headers: Readonly<Record<string, string>>
  /** What only the server and the proxy may see. */
  readonly secrets: readonly string[]
}

/** A kind of server that takes the totals of a report in one request. */
export interface TotalsServer<C extends ServerConfig> {
  /** What sentences call it: `the InfluxDB server`. */
  readonly words: string
  /** The address that totals are posted to. */
  urlOf(receiver: C): URL
  readonly contentType: string
  /** The credentials as people see them: names of options alone. */
  shownCredentials(receiver: C): readonly string[]
  /** Reads what the configuration names; throws `ActionNeeded` if a file is missing or wrong. */
  readAccess(receiver: C): Promise<TotalsAccess>
  /** The body for totals; the same totals always give the same bytes. */
  bodyOf(projection: TotalsProjection): Buffer
  /** What an answer means. */
  outcomeOf(answer: Answer, hearing: Hearing, receiver: C): Outcome
}

/** Such a server as a type of receiver. */
export function totalsServer<C extends ServerConfig>(server: TotalsServer<C>): ReceiverType<C> {
  return {
    address: (receiver) => receiver.host,
    prepare: async (receiver, config): Promise<Open> => {
      const access = await server.readAccess(receiver)
      return (parts) => openTotalsServer(server, receiver, { ...parts, access, config })
    },
    shown: async (receiver, part, { host }) => {
      const projection = projectTotals(part, partsFor(receiver, host))
      if (projection === undefined) return []
      const body = server.bodyOf(projection)
      const head = requestHead(server.urlOf(receiver).href, { 'content-type': server.contentType }, body, receiver)
      return [{ head: [...head, ...server.shownCredentials(receiver)], body }]
    },
  }
}

interface OpenServerParts extends Pick<OpenParts, 'tell' | 'elapsed' | 'onClock'> {
  readonly access: TotalsAccess
  readonly config: Pick<Config, 'host'>
}

/** Sends totals, and reads the files again that the configuration names when they may have changed. */
async function openTotalsServer<C extends ServerConfig>(
  server: TotalsServer<C>,
  receiver: C,
  { access, config, tell, elapsed, onClock }: OpenServerParts,
): Promise<Receiver<TotalsProjection>> {
  const parts = partsFor(receiver, hostNameOf(config))
  const newest = new NewestCounts()
  const renewal = await Renewal.open({
    access,
    read: () => server.readAccess(receiver),
    credentialsOf: ({ headers, caPem, clientCertificate }: TotalsAccess) => [headers, caPem, clientCertificate],
    create: (current) => createTotalsClient(server, receiver, current, { tell, onClock }),
    tell,
    elapsed,
  })
  return {
    name: receiver.name,
    notices: outageNotices(receiver.name),
    dividesRows: true,
    project: (report) => projectTotals(report, parts),
    async send(projection, signal) {
      const totals = newest.current(projection.totals)
      if (totals.length === 0) return { result: 'accepted' }
      const outcome = await renewal.tried((client) => client.send({ ...projection, totals }, signal), signal)
      if (outcome.result === 'accepted') newest.had(totals)
      return outcome
    },
    close: () => renewal.close(),
  }
}

function partsFor({ totals = [] }: ServerConfig, hostname: string): TotalsParts {
  return { hostname, kinds: totals }
}

interface TotalsClient {
  send(projection: TotalsProjection, signal: AbortSignal): Promise<Outcome>
  close(): void
}

async function createTotalsClient<C extends ServerConfig>(
  server: TotalsServer<C>,
  receiver: C,
  access: TotalsAccess,
  listeners: PosterListeners,
): Promise<TotalsClient> {
  const poster = await createPoster(access, listeners)
  const { url, option, secrets } = access
  const headers = { ...access.headers, 'content-type': server.contentType }
  return {
    async send(projection, signal) {
      try {
        const answer = await poster.post({ url, headers, body: server.bodyOf(projection) }, signal)
        return server.outcomeOf(answer, { now: Date.now(), option, secrets }, receiver)
      } catch (error) {
        return outcomeOfFailure(option, failureCode(error), server.words)
      }
    },
    close: () => poster.close(),
  }
}
