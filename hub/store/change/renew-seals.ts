import type { Change } from '../store.ts'

/** A secret as it was kept, and as it is to be. */
interface RenewedSeal {
  readonly name: string
  readonly before: string
  readonly after: string
}

/** Keeps secrets under another seal, but for those that changed meanwhile. */
export const renewSeals: Change<readonly RenewedSeal[], null> = {
  name: 'renew-seals',
  run: async (db, renewed) => {
    for (const { name, before, after } of renewed)
      await db.updateTable('person').set({ totp: after }).where('name', '=', name).where('totp', '=', before).execute()
    return null
  },
}
