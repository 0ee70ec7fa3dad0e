import { randomUUID } from 'node:crypto'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { endLease } from './change/end-lease.ts'
import { type Ages, forgetOld } from './change/forget-old.ts'
import { forgetPlaces } from './change/forget-places.ts'
import { forgetTotals } from './change/forget-totals.ts'
import { takeLease } from './change/take-lease.ts'
import { storeNotices } from './notices.ts'
import { wordNumber } from './number-words.ts'
import { dayOf } from './segment-days.ts'
import { type KeptStore, StoreUnavailable } from './store.ts'
import type { TrustedClock } from './trusted-clock.ts'

/** How long the lease lasts, in seconds, and the pause between two rounds, in milliseconds. */
const LEASE = 60
const PAUSE = 20_000

/** How often more of what is old is deleted in one round, at most: 50,000 events. */
const AT_ONCE = 50

/** How long what is kept, in milliseconds. */
export interface Retention {
  readonly events: number
  /** Kinds of events that are kept for less time. */
  readonly kinds: Readonly<Record<string, number>>
  /** After they ended. */
  readonly incidents: number
  readonly quarantine: number
  readonly audit: number
  /** Totals of minutes after they came, and those of hours and days. */
  readonly minutes: number
  readonly totals: number
}

/** What upkeep needs. */
export interface UpkeepParts {
  readonly store: KeptStore
  readonly clock: Clock
  readonly trustedClock: Pick<TrustedClock, 'trusts'>
  /** How long what is kept; asked anew in each round. */
  readonly retention: () => Retention
  /** How long places are remembered after their last use, in seconds. */
  readonly placeMemory: () => number
  readonly tell: Tell
  /** Called with the first second that is kept, before what is older is dropped. */
  readonly beforeDrop: (day: number) => Promise<void>
  readonly signal: AbortSignal
}

/**
 * Until the signal aborts: drops what is older than the retention, and makes segments ahead. Of several hubs on one
 * store, one does so: the one with the lease. Two that take themselves for it do no harm. Never rejects.
 */
export async function keepStore(parts: UpkeepParts): Promise<void> {
  const { store, clock, tell, signal } = parts
  const lease = { name: 'upkeep', holder: randomUUID() }
  for (; !signal.aborted; await clock.sleep(PAUSE, signal)) {
    try {
      if (await store.change(takeLease, { ...lease, seconds: LEASE })) await keepOnce(parts)
    } catch (error) {
      // What can pass is tried again in the next round.
      if (!(error instanceof StoreUnavailable)) tell(storeNotices.upkeepFailed(error))
    }
  }
  await store.change(endLease, lease).catch(() => undefined)
}

async function keepOnce(parts: UpkeepParts): Promise<void> {
  const { store, clock, trustedClock, retention, placeMemory, tell, beforeDrop } = parts
  const [now, kept] = [clock.now(), retention()]
  const before = (age: number): number => Math.floor((now - age) / 1000)
  await store.prepareDays(before(0))
  if (!(await trustedClock.trusts(before(0)))) return
  const oldest = dayOf(before(kept.events))
  await beforeDrop(oldest)
  const days = await store.dropBefore(oldest)
  if (days > 0) tell(storeNotices.dropped(days))
  await store.change(forgetPlaces, { before: before(0) - placeMemory() })
  const ages: Ages = {
    kinds: Object.entries(kept.kinds).map(([kind, age]) => [wordNumber(kind), before(age)]),
    incidents: before(kept.incidents),
    quarantine: before(kept.quarantine),
    audit: before(kept.audit),
    now: before(0),
  }
  for (let left = AT_ONCE; left > 0 && (await store.change(forgetOld, ages));) left -= 1
  const totals = { minutes: before(kept.minutes), totals: before(kept.totals) }
  for (let left = AT_ONCE; left > 0 && (await store.change(forgetTotals, totals));) left -= 1
}
