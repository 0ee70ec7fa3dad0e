import type { Event, EventOf } from '../../lib/event/event.ts'
import { concerned } from './concerned.ts'
import type { Hooked, Told } from './hooked.ts'

type Change = 'mailbox_created' | 'mailbox_deleted' | 'mailbox_password_changed'
type Suspended = EventOf<'mailbox_suspended'>['suspended']

/** Mailboxes, as UAPI and API 2 change them (https://api.docs.cpanel.net, Email). */
export const MAILBOX_HOOKS: readonly Hooked[] = [
  changed('UAPI::Email::add_pop', 'mailbox_created'),
  changed('Api2::Email::addpop', 'mailbox_created'),
  changed('UAPI::Email::delete_pop', 'mailbox_deleted'),
  changed('Api2::Email::delpop', 'mailbox_deleted'),
  changed('UAPI::Email::passwd_pop', 'mailbox_password_changed'),
  changed('Api2::Email::passwdpop', 'mailbox_password_changed'),
  ...suspension('suspend_login', 'unsuspend_login', 'login'),
  ...suspension('suspend_incoming', 'unsuspend_incoming', 'incoming'),
  ...suspension('suspend_outgoing', 'unsuspend_outgoing', 'outgoing'),
  ...suspension('hold_outgoing', 'release_outgoing', 'held'),
]

function changed(event: string, type: Change): Hooked {
  const eventsOf = (told: Told, time: number): Event[] => {
    const whom = concerned(told)
    return whom === undefined ? [] : [{ type, time, ...whom, service: null, ip: null, named_user: null }]
  }
  return { category: 'Cpanel', event, reads: ['email', 'domain'], kinds: [type], eventsOf }
}

function suspension(begin: string, end: string, suspended: Suspended): readonly Hooked[] {
  const pair = [
    [begin, 'mailbox_suspended'],
    [end, 'mailbox_unsuspended'],
  ] as const
  return pair.map(([name, type]) => ({
    category: 'Cpanel',
    event: `UAPI::Email::${name}`,
    reads: ['email'],
    kinds: [type],
    eventsOf: (told, time) => {
      const whom = concerned(told)
      return whom === undefined ? [] : [{ type, time, ...whom, service: null, ip: null, named_user: null, suspended }]
    },
  }))
}
