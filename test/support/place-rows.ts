import type { MailboxPlaceTable } from '../../hub/store/place-tables.ts'
import type { Question } from '../../hub/store/store.ts'

/** All places that are remembered, in the order of the key. */
export const placeRows: Question<null, readonly MailboxPlaceTable[]> = {
  name: 'place-rows',
  run: (db) =>
    db
      .selectFrom('mailbox_place')
      .selectAll()
      .orderBy('mailbox')
      .orderBy('agent')
      .orderBy('country')
      .orderBy('provider')
      .execute(),
}
