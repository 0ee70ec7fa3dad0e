import { randomUUID } from 'node:crypto'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { endLease } from './change/end-lease.ts'
import { type Ages, forgetOld } from './change/forget-old.ts'
import { takeLease } from './change/take-lease.ts'
import { storeNotices } from './notices.ts'
import { wordNumber } from './number-words.ts'
import { dayOf } from './segment-days.ts'
import { type KeptStore, StoreUnavailable } from './store.ts'

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
}

/** What upkeep needs. */
export interface UpkeepParts {
  readonly store: KeptStore
  readonly clock: Clock
  /** How long what is kept; asked anew in each round. */
  readonly retention: () => Retention
  readonly tell: Tell
  readonly signal: AbortSignal
}

/**
 * Until the signal aborts: drops what is older than the retention, and makes segments ahead. Of several hubs on one
 * store, one does so: the one with the lease. Two that take themselves for it do no harm. Never rejects.
 */
export async function keepStore({ store, clock, retention, tell, signal }: UpkeepParts): Promise<void> {
  const lease = { name: 'upkeep', holder: randomUUID() }
  for (; !signal.aborted; await clock.sleep(PAUSE, signal)) {
    try {
      if (await store.change(takeLease, { ...lease, seconds: LEASE }))
        await keepOnce(store, clock.now(), retention(), tell)
    } catch (error) {
      // What can pass is tried again in the next round.
      if (!(error instanceof StoreUnavailable)) tell(storeNotices.upkeepFailed(error))
    }
  }
  await store.change(endLease, lease).catch(() => undefined)
}

async function keepOnce(store: KeptStore, now: number, retention: Retention, tell: Tell): Promise<void> {
  const before = (kept: number): number => Math.floor((now - kept) / 1000)
  await store.prepareDays(Math.floor(now / 1000))
  const days = await store.dropBefore(dayOf(before(retention.events)))
  if (days > 0) tell(storeNotices.dropped(days))
  const ages: Ages = {
    kinds: Object.entries(retention.kinds).map(([kind, kept]) => [wordNumber(kind), before(kept)]),
    incidents: before(retention.incidents),
    quarantine: before(retention.quarantine),
    audit: before(retention.audit),
    now: Math.floor(now / 1000),
  }
  for (let left = AT_ONCE; left > 0 && (await store.change(forgetOld, ages));) left -= 1
}
