import { forgetIncidents } from '../forget-incidents.ts'
import type { Change } from '../store.ts'

/** How many are deleted in one transaction: each may have thousands of rows. */
const AT_ONCE = 5

/** Deletes some of the incidents of a mailbox, its name in small letters, that began by a time; returns how many. */
export const eraseIncidents: Change<{ address: string; until: number }, number> = {
  name: 'erase-incidents',
  run: async (db, { address, until }) => {
    const found = await db
      .selectFrom('incident')
      .select('id')
      .where('subject_type', '=', 'mailbox')
      .where('subject', '=', address)
      .where('first_step', '<=', until)
      .limit(AT_ONCE)
      .execute()
    await forgetIncidents(
      db,
      found.map(({ id }) => id),
    )
    return found.length
  },
}
