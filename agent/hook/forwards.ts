import type { Event } from '../../lib/event/event.ts'
import { type Forward, forwardOf } from '../drivers/forward.ts'
import { concerned, nameIn } from './concerned.ts'
import type { Hooked, Told } from './hooked.ts'

type Change = 'forward_added_partial_recipient' | 'forward_removed'
type DomainChange = 'domain_forward_added' | 'domain_forward_removed'

/** What says where a forward leads. What comes after `pipe` and `fail`, a command line and a text, is not read. */
const TARGET = ['fwdopt', 'fwdemail', 'fwdsystem'] as const

/** Forwards of mail, as UAPI and API 2 change them (https://api.docs.cpanel.net, Email). */
export const FORWARD_HOOKS: readonly Hooked[] = [
  forwards('UAPI::Email::add_forwarder', 'forward_added_partial_recipient', ['email', 'domain', ...TARGET]),
  forwards('Api2::Email::addforward', 'forward_added_partial_recipient', ['email', 'domain', ...TARGET]),
  forwards('UAPI::Email::delete_forwarder', 'forward_removed', ['address', 'forwarder']),
  forwards('Api2::Email::delforward', 'forward_removed', ['email', 'emaildest']),
  domainForwards('UAPI::Email::add_domain_forwarder', 'domain_forward_added'),
  domainForwards('UAPI::Email::delete_domain_forwarder', 'domain_forward_removed'),
  {
    category: 'Cpanel',
    event: 'UAPI::Email::set_default_address',
    reads: ['domain', ...TARGET],
    kinds: ['default_address_changed'],
    eventsOf: ({ user, args }, time) => {
      const account = nameIn(user)
      const [target] = targetsOf(args.fwdopt === 'system' ? { fwdsystem: account ?? '', ...args } : args)
      return account === null
        ? []
        : [{ type: 'default_address_changed', time, ...ofDomain(account, args), ...leadingTo(target) }]
    },
  },
]

function forwards(event: string, type: Change, reads: readonly string[]): Hooked {
  const eventsOf = (told: Told, time: number): Event[] => {
    const answered = told.results.filter(({ forward = '' }) => forward !== '')
    const { address, email, forwarder, emaildest } = told.args
    const asked = type === 'forward_removed' ? [forwardOf(forwarder ?? emaildest ?? '')] : targetsOf(told.args)
    const changes =
      answered.length > 0
        ? answered.map((result) => ({ of: result['email'], targets: targetsOf({ ...told.args, ...result }) }))
        : [{ of: undefined, targets: asked }]
    return changes.flatMap(({ of, targets }) => {
      const whom = concerned(told, of ?? address ?? (email?.includes('@') === true ? email : undefined))
      if (whom === undefined) return []
      const { context, mailbox_address } = whom
      return targets.map((target) => ({
        time,
        context,
        service: null,
        mailbox_address,
        ...leadingTo(target),
        ...(type === 'forward_removed' ? { type, ip: null } : { type }),
      }))
    })
  }
  return { category: 'Cpanel', event, reads, readsOfResult: ['email', 'forward'], kinds: [type], eventsOf }
}

function domainForwards(event: string, type: DomainChange): Hooked {
  const eventsOf = ({ user, args }: Told, time: number): Event[] => {
    const account = nameIn(user)
    if (account === null) return []
    return [{ type, time, ...ofDomain(account, args), forward_recipient: nameIn(args['destdomain']) }]
  }
  return { category: 'Cpanel', event, reads: ['domain', 'destdomain'], kinds: [type], eventsOf }
}

interface OfDomain {
  readonly context: 'domain'
  readonly service: null
  readonly mailbox_address: string
  readonly ip: null
  readonly actor: null
  readonly domain: string | null
}

function ofDomain(account: string, { domain }: Told['args']): OfDomain {
  return { context: 'domain', service: null, mailbox_address: account, ip: null, actor: null, domain: nameIn(domain) }
}

function leadingTo(target: Forward | undefined): {
  forward_recipient: string | null
  forward_type: Forward['type'] | null
} {
  return { forward_recipient: target?.recipient ?? null, forward_type: target?.type ?? null }
}

/** Each target on its own: `fwdemail` takes a list with commas. What was answered counts more than what was asked. */
function targetsOf({ forward, fwdopt, fwdemail = '', fwdsystem = '' }: Told['args']): readonly Forward[] {
  if (forward === undefined) {
    if (fwdopt === 'blackhole' || fwdopt === 'fail') return [forwardOf(`:${fwdopt}:`)]
    if (fwdopt === 'pipe') return [forwardOf('|')]
  }
  const text = forward ?? (fwdopt === 'system' ? fwdsystem : fwdemail)
  const whole = forwardOf(text, fwdopt)
  if (whole.recipient !== '?' || !text.includes(',')) return [whole]
  const each = text.split(',').map((part) => forwardOf(part.trim(), fwdopt))
  return [...new Map(each.map((target) => [target.recipient, target])).values()]
}
