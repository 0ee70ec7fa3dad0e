import type { Question } from '../store.ts'

/** What is kept of a mailbox under its own name. */
export interface MailboxTraces {
  readonly events: number
  readonly incidents: number
}

/** How much is kept of a mailbox, its name in small letters. */
export const mailboxTraces: Question<string, MailboxTraces> = {
  name: 'mailbox-traces',
  run: async (db, mailbox) => {
    const events = db.selectFrom('event').select(({ fn }) => fn.countAll<number>().as('count'))
    const incidents = db.selectFrom('incident').select(({ fn }) => fn.countAll<number>().as('count'))
    const ofMailbox = incidents.where('subject_type', '=', 'mailbox').where('subject', '=', mailbox)
    return {
      events: (await events.where('mailbox', '=', mailbox).executeTakeFirstOrThrow()).count,
      incidents: (await ofMailbox.executeTakeFirstOrThrow()).count,
    }
  },
}
