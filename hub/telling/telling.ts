import { randomUUID } from 'node:crypto'
import type { Clock } from '../../lib/system/clock.ts'
import { endLease } from '../store/change/end-lease.ts'
import { takeLease } from '../store/change/take-lease.ts'
import { StoreUnavailable } from '../store/store.ts'
import { tellingNotices } from './notices.ts'
import { Outbox, type OutboxParts } from './outbox.ts'

/** How long the lease lasts, in seconds; how often it is renewed, and the pause between two looks, in milliseconds. */
const [LEASE, RENEWAL, PAUSE] = [60, 20_000, 3000]

/** What telling needs. */
export interface TellingParts extends OutboxParts {
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Until the signal aborts: tells people what is due. Of several hubs on one store, one does so: the one with the lease;
 * two that take themselves for it send nothing twice, since each takes what it sends. Never rejects.
 */
export async function keepTelling(parts: TellingParts): Promise<void> {
  const { store, clock, counts, tell, signal } = parts
  const outbox = new Outbox(parts)
  const lease = { name: 'telling', holder: randomUUID() }
  let renewed = -Infinity
  for (; !signal.aborted; await clock.sleep(PAUSE, signal)) {
    try {
      const now = clock.now()
      // A clock that was set back must not keep the lease from being renewed.
      if (Math.abs(now - renewed) >= RENEWAL) {
        renewed = (await store.change(takeLease, { ...lease, seconds: LEASE })) ? now : -Infinity
        if (renewed !== now) counts.outbox = undefined
      }
      if (renewed !== -Infinity) await outbox.work(signal)
    } catch (error) {
      // What can pass is tried again in the next round.
      if (!(error instanceof StoreUnavailable)) tell(tellingNotices.failed(error))
    }
  }
  await outbox.settled()
  await store.change(endLease, lease).catch(() => undefined)
}
