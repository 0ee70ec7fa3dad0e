import { randomUUID } from 'node:crypto'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { endLease } from './change/end-lease.ts'
import { forgetPlaces } from './change/forget-places.ts'
import { takeLease } from './change/take-lease.ts'
import { storeNotices } from './notices.ts'
import { dayOf } from './segment-days.ts'
import { type KeptStore, StoreUnavailable } from './store.ts'

/** How long the lease lasts, in seconds, and the pause between two rounds, in milliseconds. */
const LEASE = 60
const PAUSE = 20_000

/** What upkeep needs. */
export interface UpkeepParts {
  readonly store: KeptStore
  readonly clock: Clock
  /** How long events are kept, in milliseconds; asked anew in each round. */
  readonly retention: () => number
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

async function keepOnce({ store, clock, retention, placeMemory, tell, beforeDrop }: UpkeepParts): Promise<void> {
  const now = clock.now()
  await store.prepareDays(Math.floor(now / 1000))
  const oldest = dayOf(Math.floor((now - retention()) / 1000))
  await beforeDrop(oldest)
  const days = await store.dropBefore(oldest)
  if (days > 0) tell(storeNotices.dropped(days))
  await store.change(forgetPlaces, { before: Math.floor(now / 1000) - placeMemory() })
}
