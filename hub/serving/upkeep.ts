import { randomUUID } from 'node:crypto'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { takeLease } from '../store/change/take-lease.ts'
import { dayOf } from '../store/segment-days.ts'
import { type KeptStore, StoreUnavailable } from '../store/store.ts'
import { servingNotices } from './notices.ts'

/** Between two rounds, in milliseconds, and how long the lease of retention lasts, in seconds. */
const INTERVAL = 3_600_000
const LEASE = 2 * 3600

/** What the upkeep of a store works with. */
export interface UpkeepParts {
  readonly store: KeptStore
  /** How long events are kept, in milliseconds, as configured now. */
  readonly retention: () => number
  readonly clock: Clock
  readonly tell: Tell
  readonly signal: AbortSignal
}

/**
 * Each hour, until the signal aborts: makes room for the days that come, and forgets those that are older than what is
 * kept. Of several hubs over one store one forgets.
 */
export async function keepUp(parts: UpkeepParts): Promise<void> {
  const holder = randomUUID()
  while (!parts.signal.aborted) {
    await round(parts, holder)
    await parts.clock.sleep(INTERVAL, parts.signal)
  }
}

async function round({ store, retention, clock, tell }: UpkeepParts, holder: string): Promise<void> {
  const now = Math.floor(clock.now() / 1000)
  try {
    await store.prepareDays(now)
    if (!(await store.change(takeLease, { name: 'retention', holder, seconds: LEASE }))) return
    const days = await store.dropBefore(dayOf(now - retention() / 1000))
    if (days > 0) tell(servingNotices.daysDropped(days))
  } catch (error) {
    // A store that is away now is there in an hour, and whoever brings reports hears about it.
    if (!(error instanceof StoreUnavailable)) tell(servingNotices.upkeepFailed(messageOf(error)))
  }
}
