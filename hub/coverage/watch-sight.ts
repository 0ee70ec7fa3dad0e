import { randomUUID } from 'node:crypto'
import { hubDefinitionOf } from '../../lib/event/hub-kinds.ts'
import { wordsOf } from '../../lib/event/words.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { type HubTelling, toldEvent } from '../ingest/told-event.ts'
import { type DoubtfulAgent, doubtfulAgents } from '../store/ask/doubtful-agents.ts'
import { endLease } from '../store/change/end-lease.ts'
import { noteListening } from '../store/change/note-listening.ts'
import { noteUnseen } from '../store/change/note-unseen.ts'
import { takeLease } from '../store/change/take-lease.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { coverageNotices } from './notices.ts'
import { judgeSight } from './sight.ts'

/** How long the lease lasts, in seconds, and the pause between two rounds, in milliseconds. */
const LEASE = 60
const PAUSE = 20_000

/** What watching needs. */
export interface SightParts {
  readonly store: Store
  readonly clock: Clock
  /** After how many milliseconds something counts as not seen; asked anew in each round. */
  readonly silence: () => number
  readonly tell: Tell
  readonly signal: AbortSignal
}

/**
 * Until the signal aborts: tells which hosts and sources are not seen, and when they are again. Of several hubs on one
 * store, one does so; two that take themselves for it tell the same. Never rejects.
 */
export async function watchSight(parts: SightParts): Promise<void> {
  const { store, clock, tell, signal } = parts
  const lease = { name: 'coverage', holder: randomUUID() }
  for (; !signal.aborted; await clock.sleep(PAUSE, signal)) {
    try {
      if (await store.change(takeLease, { ...lease, seconds: LEASE })) await lookOnce(parts)
    } catch (error) {
      // What can pass is tried again in the next round.
      if (!(error instanceof StoreUnavailable)) tell(coverageNotices.failed(error))
    }
  }
  await store.change(endLease, lease).catch(() => undefined)
}

async function lookOnce({ store, clock, silence: configured, tell }: SightParts): Promise<void> {
  const now = Math.floor(clock.now() / 1000)
  const silence = Math.floor(configured() / 1000)
  const listening = await store.change(noteListening, { now })
  const agents = await store.ask(doubtfulAgents, { since: now - silence + 1, now })
  const judged = agents.map((agent) => judgeSight(agent, { now, silence, listening }))
  // First told, then noted: what is told again is the same event.
  await Promise.all(judged.flatMap(({ told }) => keep(store, told, now)))
  const [noted, forgotten] = [judged.flatMap((each) => each.noted), judged.flatMap((each) => each.forgotten)]
  if (noted.length + forgotten.length > 0) await store.change(noteUnseen, { noted, forgotten })
  for (const [index, { told }] of judged.entries()) for (const each of told) tell(noticeOf(each, agents[index]))
}

async function keep(store: Store, told: readonly HubTelling[], received: number): Promise<void> {
  const [first] = told
  if (first === undefined) return
  const nothing = { events: [], quarantined: [], stale: 0, isOwn: true } as const
  await store.keep({ agent: first.agent, received, ...nothing, told: told.map(toldEvent) })
}

function noticeOf(
  { kind, fields }: HubTelling,
  agent: DoubtfulAgent | undefined,
): ReturnType<typeof coverageNotices.unseen> {
  const words = wordsOf({ id: '', type: kind, ...fields })
  const isFault = hubDefinitionOf(kind).severity !== 'info'
  return (isFault ? coverageNotices.unseen : coverageNotices.seenAgain)(agent?.host ?? '', words)
}
