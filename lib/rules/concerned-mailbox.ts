import type { Entry } from '../event/entry.ts'
import type { Event } from '../event/event.ts'

/** The longest address that is remembered, in UTF-16 units: no mailbox has a longer one (RFC 5321). */
export const LONGEST_ADDRESS = 320

/**
 * The mailbox that an event is about, in small letters; undefined for none. A mailbox that calls cPanel can only change
 * itself, whatever its request names; an account changes the mailbox that it names.
 */
export function concernedMailbox(event: Event | Entry): string | undefined {
  const caller = textOf(event, 'mailbox_address')
  const named = caller?.includes('@') === true ? undefined : textOf(event, 'named_user')
  const address = named ?? caller
  return address?.includes('@') === true && address.length <= LONGEST_ADDRESS ? address.toLowerCase() : undefined
}

function textOf(event: Event | Entry, field: 'mailbox_address' | 'named_user'): string | undefined {
  const values: Readonly<Record<string, unknown>> = event
  const value = values[field]
  return typeof value === 'string' ? value : undefined
}
