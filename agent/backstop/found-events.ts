import type { Event, EventOf } from '../../lib/event/event.ts'
import { forwardOf } from '../drivers/forward.ts'
import type { Alias } from './aliases.ts'
import type { FilterRule } from './filters/rule.ts'

/** Whose something is. */
export interface Whose {
  readonly context: 'mailbox' | 'domain'
  /** The mailbox, or the account. */
  readonly address: string
}

/** An alias that appeared, in the file of a domain. */
export interface FoundAlias extends Alias {
  readonly domain: string
  /** The account that the domain belongs to; the domain itself where none is known. */
  readonly account: string
  /** Whether it leads all mail to a domain to another one. */
  readonly isDomain: boolean
  /** Seconds since the epoch. */
  readonly time: number
}

/** cPanel's answers to mail stand among the aliases; what they say is no forward. */
const AUTORESPONDER = /^"?\s*\|\s*\/usr\/local\/cpanel\/bin\/autorespond\s/

/**
 * The event for an alias; undefined where it is no forward: mail that stays in its mailbox, an autoresponder, an
 * address that Exim does not look up in this file, or a default address as every new domain has one.
 */
export function forwardFound(alias: FoundAlias): EventOf<'forward_found'> | undefined {
  const { address, domain, account, isDomain, time } = alias
  const destination = plain(alias.destination)
  const isMailbox = !isDomain && address !== '*'
  if (isMailbox ? !address.endsWith(`@${domain}`) : isDomain && address !== domain) return undefined
  if (destination.toLowerCase() === address || AUTORESPONDER.test(destination)) return undefined
  const { type, recipient } = forwardOf(destination, isDomain ? '' : 'system')
  if (!isMailbox && (HARMLESS.has(type) || destination === account)) return undefined
  const whose = isMailbox
    ? ({ context: 'mailbox', mailbox_address: address, domain: null } as const)
    : ({ context: 'domain', mailbox_address: account, domain } as const)
  return { type: 'forward_found', time, service: null, ...whose, forward_recipient: recipient, forward_type: type }
}

/** What a default address does with mail to nobody. */
const HARMLESS: ReadonlySet<string> = new Set(['fail', 'blackhole'])

/** The events for a rule of a filter: one for each address to which it sends mail, otherwise one. */
export function filterFound(
  { action, recipients, scope }: FilterRule,
  { context, address }: Whose,
  time: number,
): readonly Event[] {
  const leads = action === 'redirect' ? recipients.slice(0, MOST_RECIPIENTS) : []
  return (leads.length === 0 ? [undefined] : leads).map((recipient) => ({
    type: 'filter_found',
    time,
    context,
    service: null,
    mailbox_address: address,
    filter_action: action ?? null,
    forward_recipient: recipient === undefined ? null : forwardOf(plain(recipient)).recipient,
    filter_scope: scope ?? null,
  }))
}

/** Of one rule. */
const MOST_RECIPIENTS = 10

/** A destination without what Exim lets stand around an address: quotes, angle brackets, and a backslash before it. */
function plain(destination: string): string {
  const bare = /^"([^|:/"\\][^"\\]*)"$/.exec(destination)?.[1] ?? destination
  return /^<([^<>]*)>$/.exec(bare)?.[1] ?? bare.replace(/^\\/, '')
}
