import type { Change } from '../store.ts'

/** What became of a try. */
export interface NotedReceipt {
  /** The number of the delivery. */
  readonly id: number
  readonly state: 'waiting' | 'delivered' | 'refused' | 'given_up'
  /** What was said, in words. */
  readonly answer: string
  /** When it is tried again, in seconds; null if it is not. */
  readonly due: number | null
}

/** Notes what became of tries. */
export const noteReceipts: Change<{ now: number; receipts: readonly NotedReceipt[] }, null> = {
  name: 'note-receipts',
  run: async (db, { now, receipts }) => {
    for (const { id, state, answer, due } of receipts) {
      const delivered = state === 'delivered' ? now : null
      await db.updateTable('delivery').set({ state, answer, due, delivered }).where('id', '=', id).execute()
    }
    return null
  },
}
