import type { Event } from '../event/event.ts'

/** The longest address that is remembered, in UTF-16 units: no mailbox has a longer one (RFC 5321). */
export const LONGEST_ADDRESS = 320

/**
 * The mailbox that an event is about, in small letters; undefined for none. A mailbox that calls cPanel can only change
 * itself, whatever its request names; an account changes the mailbox that it names.
 */
export function concernedMailbox(event: Event): string | undefined {
  const caller = 'mailbox_address' in event ? event.mailbox_address : null
  const named = 'named_user' in event && caller?.includes('@') !== true ? event.named_user : null
  const address = named ?? caller
  return address?.includes('@') === true && address.length <= LONGEST_ADDRESS ? address.toLowerCase() : undefined
}
