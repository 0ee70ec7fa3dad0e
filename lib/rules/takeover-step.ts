import { addressDomain } from '../event/address.ts'
import { type Kind, KINDS } from '../event/catalogue.ts'
import type { Event, EventOf } from '../event/event.ts'

/** A kind of step that a takeover takes. */
export type StepName =
  | 'access'
  | 'place'
  | 'forward'
  | 'filter'
  | 'filing'
  | 'autoresponder'
  | 'default address'
  | 'password'
  | 'mail'

/** A step that was taken. */
export interface TakeoverStep {
  readonly name: StepName
  readonly time: number
  /** The id of its event. */
  readonly id: string
  readonly ip: string | null
  /** Where a forward leads, if that is told and short. */
  readonly to?: string
}

/** What somebody did, as a part of a sentence. */
const DEEDS: Readonly<Record<StepName, string>> = {
  access: 'logged in after many failed logins',
  place: 'logged in from a new place',
  forward: 'forwarded its mail to an unknown place',
  filter: 'stored a filter that can hide mail or send it elsewhere',
  filing: 'stored a filter that files mail away',
  autoresponder: 'set an automatic answer',
  'default address': 'changed where mail to unknown addresses goes',
  password: 'changed its password',
  mail: 'sent mail to many recipients',
}

/** The events that are steps, or may be. */
const NAMES = {
  login_after_burst: 'access',
  login_new_place: 'place',
  forward_added: 'forward',
  forward_found: 'forward',
  filter_stored: 'filter',
  filter_found: 'filter',
  autoresponder_added: 'autoresponder',
  default_address_changed: 'default address',
  mailbox_password_changed: 'password',
  mail_burst: 'mail',
} as const satisfies Partial<Record<Kind, StepName>>

type StepEvent = EventOf<keyof typeof NAMES>

/** The kinds of events that may be steps. */
export const STEP_KINDS: readonly Kind[] = KINDS.filter((kind) => Object.hasOwn(NAMES, kind))

/** The step that an event is; undefined for none. */
export function stepOf(event: Event): StepName | undefined {
  if (!mayBeStep(event)) return undefined
  const isHarmless =
    ((event.type === 'forward_added' || event.type === 'forward_found') && !leadsAway(event)) ||
    ((event.type === 'filter_stored' || event.type === 'filter_found') && !hides(event)) ||
    // An account of FTP is no mailbox, though its name looks like one.
    event.service === 'ftp'
  if (isHarmless) return undefined
  return 'filter_action' in event && event.filter_action === 'folder' ? 'filing' : NAMES[event.type]
}

function mayBeStep(event: Event): event is StepEvent {
  return STEP_KINDS.includes(event.type)
}

/** Such as `Somebody logged in after many failed logins, then changed its password.` */
export function summaryOf(steps: readonly TakeoverStep[]): string {
  return `Somebody ${steps.map(({ name, to }) => (to === undefined ? DEEDS[name] : `forwarded its mail to ${to}`)).join(', then ')}.`
}

/** A longer address would make a sentence that nobody reads. */
const LONGEST_SHOWN = 100

/** Where a forward leads, to be said in a sentence. */
export function shownRecipient(event: Event): Pick<TakeoverStep, 'to'> {
  if (event.type !== 'forward_added' && event.type !== 'forward_found') return {}
  const { forward_recipient: to } = event
  return to?.includes('@') === true && to.length <= LONGEST_SHOWN ? { to } : {}
}

/** A forward within the domain, to a bounce or to a local user is none that an attacker needs. */
function leadsAway(forward: EventOf<'forward_added' | 'forward_found'>): boolean {
  const { forward_type: type, mailbox_address: mailbox, forward_recipient: recipient } = forward
  if (type === 'pipe' || type === 'blackhole') return true
  return type === null || type === 'email' ? recipient === null || !isInDomainOf(mailbox, recipient) : false
}

/** What a filter does is often not told. */
function hides({
  filter_action: action,
  mailbox_address: mailbox,
  ...filter
}: EventOf<'filter_stored' | 'filter_found'>): boolean {
  const { forward_recipient: recipient } = filter
  if (action === 'redirect') return recipient === null || !isInDomainOf(mailbox, recipient)
  return action !== 'stop' && action !== 'other'
}

/** A recipient without a domain is a local user. */
function isInDomainOf(mailbox: string, recipient: string): boolean {
  return recipient !== '?' && (!recipient.includes('@') || addressDomain(recipient) === addressDomain(mailbox))
}
