import type { Event } from '../../lib/event/event.ts'
import { forwardOf } from '../drivers/forward.ts'
import { type Concerned, concerned } from './concerned.ts'
import { filterOf } from './filter.ts'
import type { Hooked, Told } from './hooked.ts'

type Change = 'filter_deleted' | 'filter_enabled' | 'filter_disabled' | 'autoresponder_added' | 'autoresponder_removed'

/** What a filter is made of, in each of its parts; its name is not read. */
const PARTS = ['account', 'action#', 'dest#', 'match#', 'val#', 'opt#'] as const

/** Filters and autoresponders, as UAPI and API 2 change them (https://api.docs.cpanel.net, Email). */
export const FILTER_HOOKS: readonly Hooked[] = [
  stored('UAPI::Email::store_filter'),
  stored('Api2::Email::storefilter'),
  changed('UAPI::Email::delete_filter', 'filter_deleted', ['account']),
  changed('Api2::Email::deletefilter', 'filter_deleted', ['account']),
  changed('UAPI::Email::enable_filter', 'filter_enabled', ['account']),
  changed('UAPI::Email::disable_filter', 'filter_disabled', ['account']),
  changed('UAPI::Email::add_auto_responder', 'autoresponder_added', ['email', 'domain']),
  changed('UAPI::Email::delete_auto_responder', 'autoresponder_removed', ['email']),
]

function stored(event: string): Hooked {
  const eventsOf = (told: Told, time: number): Event[] => {
    const whom = owner(told)
    if (whom === undefined) return []
    const { action, scope, redirects } = filterOf(told.args)
    const kept = {
      time,
      ...whom,
      service: null,
      ip: null,
      named_user: null,
      filter_action: action,
      filter_scope: scope,
    } as const
    const storedWith = (forward_recipient: string | null): Event => ({
      type: 'filter_stored',
      ...kept,
      forward_recipient,
    })
    const recipients = new Set(redirects.map((text) => forwardOf(text).recipient))
    return recipients.size === 0 ? [storedWith(null)] : [...recipients].map(storedWith)
  }
  return { category: 'Cpanel', event, reads: PARTS, kinds: ['filter_stored'], eventsOf }
}

function changed(event: string, type: Change, reads: readonly string[]): Hooked {
  const eventsOf = (told: Told, time: number): Event[] => {
    const whom = reads.includes('account') ? owner(told) : concerned(told)
    return whom === undefined ? [] : [{ type, time, ...whom, service: null, ip: null, named_user: null }]
  }
  return { category: 'Cpanel', event, reads, kinds: [type], eventsOf }
}

/** A filter without `account` is one of the whole account of cPanel. */
function owner(told: Told): Concerned | undefined {
  return concerned(told, told.args['account'])
}
