import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { Turns } from '../http/turns.ts'
import { agentOfHost } from '../store/ask/agent-of-host.ts'
import { hostsOf } from '../store/ask/hosts-of.ts'
import { type QuarantineFilter, quarantinedEntries } from '../store/ask/quarantined-entries.ts'
import { leaveQuarantine } from '../store/change/leave-quarantine.ts'
import type { Actor } from '../store/note-audit.ts'
import type { Arrival, Store } from '../store/store.ts'
import { arrivalOf } from './arrival.ts'
import { keepArrival } from './kept-arrival.ts'

/** Which entries are looked at again, and by whom; times in seconds. */
export interface TakingAgain {
  readonly store: Store
  readonly filter: Pick<QuarantineFilter, 'agent' | 'reason' | 'before'>
  readonly now: number
  /** Events before this stay where they are. */
  readonly oldest: number
  readonly by: Actor
  readonly turns: Pick<Turns, 'next'>
}

/** What came of it; `next` is the `before` to go on with, null if nothing older is there. */
export interface TakenAgain {
  readonly taken: number
  readonly left: number
  readonly next: number | null
}

/** How many entries one call looks at: of 4 KiB at most each. */
const OF_CALL = 500

const entry = v.pipe(foreignJson, v.record(v.string(), v.unknown()))

type Row = Awaited<ReturnType<(typeof quarantinedEntries)['run']>>[number]

/**
 * Judges the newest entries in quarantine once more: what is an event by now, as its host was renamed or the hub
 * updated, is kept as one and leaves. What was cut stays. The same events have the same ids, so nothing is kept twice,
 * whatever ends this halfway.
 */
export async function takeAgain({ store, filter, now, by, ...judging }: TakingAgain): Promise<TakenAgain> {
  const rows = await store.ask(quarantinedEntries, { ...filter, limit: OF_CALL })
  const hosts = new Map(await store.ask(hostsOf, [...new Set(rows.map(({ agent }) => agent))]))
  let taken = 0
  for (const [agent, own] of Map.groupBy(rows, (row) => row.agent)) {
    const host = hosts.get(agent) ?? ''
    const found = await store.ask(agentOfHost, { host })
    const credential = { agent, hosts: [host, ...(found?.formerNames ?? [])], digests: [] }
    const arrivals = await arrivalsOf(own, { agent: credential, received: now, ...judging })
    if (arrivals.length === 0) continue
    const events = arrivals.flatMap(({ arrival }) => arrival.events)
    const seen = arrivals.flatMap(({ arrival }) => arrival.seen ?? [])
    await keepArrival(store, { agent, received: now, events, seen, quarantined: [], stale: 0, isOwn: true })
    await store.change(leaveQuarantine, { ids: arrivals.map(({ id }) => id), host, now, by })
    taken += arrivals.length
  }
  return { taken, left: rows.length - taken, next: rows.length < OF_CALL ? null : (rows.at(-1)?.id ?? null) }
}

/** Those that are events by now, each by itself: of entries without an id, the same text is the same event. */
async function arrivalsOf(
  rows: readonly Row[],
  judging: Parameters<typeof arrivalOf>[1],
): Promise<readonly { readonly id: number; readonly arrival: Arrival }[]> {
  const arrivals = []
  for (const { id, entry: text } of rows) {
    const { success, output } = v.safeParse(entry, text)
    if (!success) continue
    const arrival = await arrivalOf([output], judging)
    if (arrival.events.length > 0) arrivals.push({ id, arrival })
  }
  return arrivals
}
