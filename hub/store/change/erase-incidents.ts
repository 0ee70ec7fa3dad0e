import { forgetIncidents } from '../forget-incidents.ts'
import type { Change } from '../store.ts'

/** How many are deleted in one transaction: each may have thousands of rows. */
const AT_ONCE = 5

/** Deletes some of the incidents of a mailbox, its name in small letters; returns how many. */
export const eraseIncidents: Change<string, number> = {
  name: 'erase-incidents',
  run: async (db, address) => {
    const found = await db
      .selectFrom('incident')
      .select('id')
      .where('subject_type', '=', 'mailbox')
      .where('subject', '=', address)
      .limit(AT_ONCE)
      .execute()
    await forgetIncidents(
      db,
      found.map(({ id }) => id),
    )
    return found.length
  },
}
