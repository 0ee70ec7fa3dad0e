import type { Entry } from '../../lib/event/entry.ts'
import { type Wish, wantedBy } from '../../lib/event/wish.ts'
import type { AlertConfig } from '../config/alerts/alert-config.ts'
import { mailboxFilter } from './mailbox-filter.ts'

/** Tells whether an alert tells of an event. */
export function wantedEvents({ mailboxes, ...wish }: Pick<AlertConfig, 'mailboxes'> & Wish): (entry: Entry) => boolean {
  const isWanted = wantedBy(wish)
  if (mailboxes === undefined) return isWanted
  const isNamed = mailboxFilter(mailboxes)
  return (entry) => {
    const mailbox = entry['mailbox_address']
    return typeof mailbox === 'string' && isNamed(mailbox) && isWanted(entry)
  }
}
