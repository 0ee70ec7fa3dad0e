import type { Change } from '../store.ts'

/** Of so many mailboxes at a time. */
const MOST = 1000

/** Forgets from where mailboxes and accounts were used last before this second, some of them at a time. */
export const forgetPlaces: Change<{ before: number }, null> = {
  name: 'forget-places',
  run: async (db, { before }) => {
    await db
      .deleteFrom('mailbox_place')
      .where('last', '<', before)
      .where('mailbox', 'in', (from) =>
        from.selectFrom('mailbox_place').select('mailbox').where('last', '<', before).orderBy('last').limit(MOST),
      )
      .execute()
    return null
  },
}
