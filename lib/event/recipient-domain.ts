import { addressDomain } from './address.ts'
import type { Entry } from './entry.ts'
import type { Event } from './event.ts'

/**
 * Whether mail that an event sends elsewhere stays in the domain of the mailbox, or in one that `isLocal` knows. Not
 * where it goes to a program, a file or a name without a domain, nor where nobody tells.
 */
export function isServed(event: Event | Entry, isLocal: (domain: string) => boolean): boolean {
  const values: Readonly<Record<string, unknown>> = event
  const recipient = domainOf(values['forward_recipient'])
  if (recipient === undefined) return false
  // Not the field `domain`: in what access_log tells it is the client's word.
  return domainOf(values['mailbox_address']) === recipient || isLocal(recipient)
}

/** The domain of an address, or a text that is one; undefined if it is neither. */
function domainOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const domain = addressDomain(text)
  return /^[^\s:|/.]+(?:\.[^\s:|/.]+)+$/.test(domain) ? domain : undefined
}
