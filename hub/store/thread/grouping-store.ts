import type { Arrival, Kept, KeptStore } from '../store.ts'

/** A store whose arrivals were put together before: what a thread serves, and what it looks like from outside. */
export interface GroupingStore extends Omit<KeptStore, 'keep' | 'recent'> {
  /** Keeps several arrivals in one transaction; answers for each in their order. */
  keepAll(arrivals: readonly Arrival[]): Promise<readonly Kept[]>
}
