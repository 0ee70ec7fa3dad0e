import type { Tell } from '../../lib/notice/notice.ts'
import { everyAgent } from '../store/ask/every-agent.ts'
import { firstArrivalSince } from '../store/ask/first-arrival-since.ts'
import { nextArrivals } from '../store/ask/next-arrivals.ts'
import { addAgent } from '../store/change/add-agent.ts'
import type { SqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import type { NewEvent } from '../store/tables.ts'
import { Evaluator, JUDGED_KINDS } from './evaluator.ts'

/** Events read, and judged, at once. */
const BATCH = 2000

/** What is judged again, and where. */
interface RehearsalParts {
  readonly store: Store
  /** Empty; what comes of it is there, and nowhere else. */
  readonly scratch: SqliteStore
  /** In seconds. */
  readonly since: number
  readonly now: number
  readonly tell: Tell
}

/** Judges once more what happened since a time, as if it arrived now; changes nothing in the store that it reads. */
export async function rehearse({ store, scratch, since, now, tell }: RehearsalParts): Promise<void> {
  const agents = new Map<number, number>()
  const by = { actor: '', address: '' }
  for (const { id, host, label } of await store.ask(everyAgent, { now, withForgotten: true }))
    agents.set(id, await scratch.change(addAgent, { host, label, identifier: host, digest: '', now, by }))
  const evaluator = await Evaluator.start({ store: scratch, rules: () => [], tell })
  const first = await store.ask(firstArrivalSince, since)
  for (let place = (first ?? Infinity) - 1, newest = Infinity; place < newest;) {
    const next = await store.ask(nextArrivals, { after: place, kinds: JUDGED_KINDS, enough: BATCH })
    place = next.upTo
    newest = next.newest
    const events = next.events.map((event) => Object.assign({}, event, { agent: agents.get(event.agent) ?? 0 }))
    await keepTogether(scratch, events)
    await evaluator.round(events.at(-1)?.received ?? now)
  }
  await evaluator.round(now)
}

async function keepTogether(scratch: SqliteStore, events: readonly NewEvent[]): Promise<void> {
  const arrivals = [...Map.groupBy(events, ({ agent }) => agent)].map(([agent, own]) => {
    const received = Math.max(...own.map((event) => event.received))
    return { agent, received, events: own, quarantined: [], stale: 0 }
  })
  if (arrivals.length > 0) await scratch.keepAll(arrivals)
}
