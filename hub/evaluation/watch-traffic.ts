import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import type { FleetTrafficRule } from '../config/traffic-schema.ts'
import { type HubTelling, toldEvent } from '../ingest/told-event.ts'
import { fleetMinute } from '../store/ask/fleet-minute.ts'
import { fleetTrafficState } from '../store/ask/fleet-traffic-state.ts'
import { noteFleetTraffic } from '../store/change/note-fleet-traffic.ts'
import { Lease } from '../store/lease.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { MINUTE } from '../store/totals/levels.ts'
import { judgeMinute, readFleetTraffic, writeFleetTraffic } from './fleet-guards.ts'
import { evaluationNotices } from './notices.ts'

/** The pause between two rounds, in milliseconds. */
const PAUSE = 10_000

/** How long a minute waits for hosts that usually tell theirs, in seconds after it ended. */
const PATIENCE = 180

/** How far back minutes are judged after a time in which no hub ran, in seconds; and how many in one round. */
const [REACH, AT_ONCE] = [6 * 3600, 30]

/** What watching traffic needs. */
export interface TrafficParts {
  readonly store: Store
  readonly clock: Clock
  /** Asked anew in each round. */
  readonly rules: () => readonly FleetTrafficRule[]
  readonly tell: Tell
  readonly signal: AbortSignal
}

/**
 * Until the signal aborts: judges what all hosts together have, minute by minute. Of several hubs on one store, one
 * does so: the one with the lease. Two that take themselves for it tell the same. Never rejects.
 */
export async function watchTraffic(parts: TrafficParts): Promise<void> {
  const { store, clock, tell, signal } = parts
  const lease = new Lease(store, 'fleet-traffic')
  for (; !signal.aborted; await clock.sleep(PAUSE, signal)) {
    try {
      const now = Math.floor(clock.now() / 1000)
      if (!(await lease.isOurs(now))) continue
      for (let left = AT_ONCE; left > 0 && !signal.aborted && (await judgeNext(parts, now)); left -= 1);
    } catch (error) {
      // What can pass is tried again in the next round.
      if (!(error instanceof StoreUnavailable)) tell(evaluationNotices.trafficFailed(error))
    }
  }
  await lease.end()
}

/** Judges the next minute, if it is time for it; whether there may be another one. */
async function judgeNext({ store, rules: configured, tell }: TrafficParts, now: number): Promise<boolean> {
  const rules = configured()
  const { next, state } = await store.ask(fleetTrafficState, null)
  const before = readFleetTraffic(state)
  if (rules.length + before.guards.length === 0) return false
  // First told, then noted that it was: what is told again is the same event.
  await tellAll(store, before.told)
  const start = Math.max(next, now - (now % MINUTE) - (next === 0 ? MINUTE : REACH))
  if (start + MINUTE > now) return false
  const { hosts, missing } = await store.ask(fleetMinute, start)
  if (missing > 0 && now < start + MINUTE + PATIENCE) return false
  const after = judgeMinute(before, rules, { start, hosts, received: now })
  const noted = { from: next, next: start + MINUTE, state: writeFleetTraffic(after) }
  if (!(await store.change(noteFleetTraffic, noted))) return true
  await tellAll(store, after.told)
  for (const told of after.told) tell(evaluationNotices.fleetTraffic(told))
  return true
}

async function tellAll(store: Store, told: readonly HubTelling[]): Promise<void> {
  for (const each of told) {
    const nothing = { events: [], quarantined: [], stale: 0, isOwn: true } as const
    await store.keep({ agent: each.agent, received: each.received, ...nothing, told: [toldEvent(each)] })
  }
}
