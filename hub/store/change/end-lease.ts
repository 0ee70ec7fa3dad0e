import type { Change } from '../store.ts'

/** Gives a lease back, if this holder has it. */
export const endLease: Change<{ name: string; holder: string }, null> = {
  name: 'end-lease',
  run: async (db, { name, holder }) => {
    await db.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute()
    return null
  },
}
