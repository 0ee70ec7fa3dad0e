import { type Arrival, type Kept, type Quarantined, type Store, StoreUnavailable } from '../store/store.ts'
import type { NewEvent } from '../store/tables.ts'

/** An arrival as it was kept, which may have more in quarantine than it came with. */
export interface KeptArrival {
  readonly arrival: Arrival
  readonly kept: Kept
}

/**
 * Keeps an arrival. An event that the store refuses for a reason of its own, which is a bug, goes into quarantine: its
 * agent would otherwise bring it again for ever, and nothing after it. Rejects with `StoreUnavailable`, and with the
 * bug if it is not that of single events.
 */
export async function keepArrival(store: Store, arrival: Arrival): Promise<KeptArrival> {
  try {
    return { arrival, kept: await store.keep(arrival) }
  } catch (error) {
    if (error instanceof StoreUnavailable || arrival.events.length === 0) throw error
    return keepEach(store, arrival)
  }
}

async function keepEach(store: Store, arrival: Arrival): Promise<KeptArrival> {
  const { agent, received } = arrival
  const events: NewEvent[] = []
  const refused: Quarantined[] = []
  for (const event of arrival.events) {
    try {
      await store.keep({ agent, received, events: [event], quarantined: [], stale: 0 })
      events.push(event)
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      refused.push({ reason: 'invalid', detail: 'The store refused it.', entry: JSON.stringify(event) })
    }
  }
  const rest = { ...arrival, events: [], quarantined: [...arrival.quarantined, ...refused] }
  const { arrival: number } = await store.keep(rest)
  return { arrival: { ...rest, events }, kept: { arrival: number, isNew: events.map(() => true) } }
}
