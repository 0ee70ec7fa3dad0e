import { FIELDS } from '../../../lib/event/fields.ts'
import type { ShownStep } from '../../contract/incident-contract.ts'
import { serviceLabel } from './kind-words.ts'
import { counting, lasting, numeral } from './numbers.ts'

type Step = Pick<ShownStep, 'type' | 'words' | 'ip' | 'fields'>

/** What a step says, without its end. Values stand as single words. */
const SENTENCES: Readonly<Record<string, (step: Step) => string>> = {
  login: (step) => `Login${to(step)} succeeded${from(step)}`,
  session_opened: (step) => `A session${of(step)} was opened${from(step)}`,
  sessions_ended: () => 'All sessions were ended',
  login_burst: (step) => `${burst(step)}${from(step)}`,
  login_after_burst: (step) => `Login${to(step)} after many wrong passwords${from(step)}`,
  login_new_place: (step) => `Login${to(step)}${from(step)}, in the network ${text(step, 'network')}`,
  login_new_country: (step) => `Login${to(step)}${from(step)}, in ${country(text(step, 'country'))}`,
  login_new_provider: (step) => `Login${to(step)}${from(step)}, over ${text(step, 'as_name')}`,
  forward_added: (step) => forward(step, 'was added'),
  forward_added_partial_recipient: (step) => forward(step, 'was added'),
  forward_added_partial_ip: (step) => `A forward was added${from(step)}; where it leads this log does not tell`,
  forward_found: (step) => forward(step, 'is there that was not there before'),
  forward_removed: (step) => forward(step, 'was removed'),
  forward_deleted: (step) => forward(step, 'was removed'),
  filter_stored: (step) => `A filter was stored that ${filterAction(step)}`,
  filter_found: (step) => `A filter is there that was not there before; it ${filterAction(step)}`,
  filter_deleted: () => 'A filter was deleted',
  filter_enabled: () => 'A filter was switched on',
  filter_disabled: () => 'A filter was switched off',
  autoresponder_added: () => 'An autoresponder was set',
  autoresponder_removed: () => 'An autoresponder was removed',
  mailbox_password_changed: (step) => `The password was changed${from(step)}`,
  account_password_changed: (step) => `The password of the account was changed${from(step)}`,
  mailbox_suspended: (step) => `Suspended: ${meant(step, 'suspended')}`,
  mailbox_unsuspended: (step) => `No longer suspended: ${meant(step, 'suspended')}`,
  mail_limit_reached: (step) => `A limit of outgoing mail was reached: ${meant(step, 'mail_limit')}`,
  mail_burst: (step) => `Mail was sent to ${count(step, 'recipient', 'recipients')}${within(step)}`,
  mailbox_takeover: (step) => `Taken over, as it seems: ${trimmed(text(step, 'summary'))}`,
  mailbox_takeover_step: (step) => `The takeover goes on: ${trimmed(text(step, 'summary'))}`,
  host_silent: (step) => `Nothing was heard of it${within(step, 'for')}`,
  host_heard: (step) => `It is heard again${within(step, 'after')}`,
  source_blind: (step) => `It does not see ${text(step, 'source')}: ${text(step, 'problem')}`,
  source_seen: (step) => `It sees ${text(step, 'source')} again${within(step, 'after')}`,
  service_down: (step) => `Down${finding(step)}`,
  service_late: (step) => `Late${finding(step)}`,
  service_warning: (step) => `To be looked at${finding(step)}`,
  service_flapping: (step) => `Down and up all the time${finding(step)}`,
  service_recovered: (step) => `Recovered${lasted(step)}${finding(step)}`,
  service_restarted: (step) =>
    `A restart of ${text(step, 'restart')} ${step.fields['restart_outcome'] === 'failed' ? 'failed' : 'was made'}${finding(step)}`,
  service_given_up: (step) => `Restarts of ${text(step, 'restart')} were given up${finding(step)}`,
  disk_filling: (step) => `A disk is nearly full${finding(step)}`,
  reboot_required: (step) => `A reboot is due${finding(step)}`,
  network_down: (step) => `No network${finding(step)}`,
  network_recovered: (step) => `A network again${lasted(step)}`,
  certificate_expires: (step) => `The certificate ${endsIn(step)}`,
  certificate_renewed: (step) => `The certificate was renewed: it ${endsIn(step)}`,
}

/** A step as a sentence; what the console has no sentence for says the hub's words. */
export function stepSentence(step: Step): string {
  const { [step.type]: known } = SENTENCES
  const sentence = capital(known === undefined ? step.words : known(step))
  const actor = step.fields['actor']
  return `${trimmed(sentence)}${actor === undefined ? '' : `, by ${actor}`}.`
}

/** What of a step differs from what is usual, in a few words each. */
export function stepMarks({ type, fields }: Step, subject: string): readonly string[] {
  const days = fields['known_days']
  const new30 = NEW[type]
  const recipient = fields['forward_recipient']
  const isOutside =
    type.startsWith('forward_') &&
    typeof recipient === 'string' &&
    !type.includes('removed') &&
    type !== 'forward_deleted'
  return [
    ...(new30 === undefined ? [] : [typeof days === 'number' ? `${new30} in ${counting(days, 'day', 'days')}` : new30]),
    ...(isOutside && subject.includes('@') && domainOf(recipient) !== domainOf(subject) ? ['outside address'] : []),
  ]
}

const NEW: Readonly<Record<string, string>> = {
  login_new_place: 'network never seen',
  login_new_country: 'country never seen',
  login_new_provider: 'operator never seen',
}

function domainOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf('@') + 1).toLowerCase()
}

function text({ fields }: Step, name: string): string {
  return String(fields[name] ?? 'unknown')
}

function to({ fields }: Step): string {
  return typeof fields['service'] === 'string' ? ` to ${serviceLabel(fields['service'])}` : ''
}

function of({ fields }: Step): string {
  return typeof fields['service'] === 'string' ? ` of ${serviceLabel(fields['service'])}` : ''
}

function from({ ip }: Step): string {
  return ip === null ? '' : ` from ${ip}`
}

function burst(step: Step): string {
  const isNames = step.fields['counted'] === 'names'
  return isNames
    ? `${count(step, 'name', 'names')} tried${within(step)}`
    : `${count(step, 'wrong password', 'wrong passwords')}${within(step)}`
}

function count({ fields }: Step, one: string, many: string): string {
  const { count: number } = fields
  return typeof number === 'number' ? counting(number, one, many) : `many ${many}`
}

function within({ fields }: Step, word = 'in'): string {
  const { seconds } = fields
  return typeof seconds === 'number' ? ` ${word} ${lasting(seconds)}` : ''
}

function finding({ fields: { finding: found } }: Step): string {
  return typeof found === 'string' ? `: ${trimmed(found)}` : ''
}

function lasted({ fields: { lasted: seconds } }: Step): string {
  return typeof seconds === 'number' ? ` after ${lasting(seconds)}` : ''
}

function endsIn({ fields: { days_left: days } }: Step): string {
  return typeof days === 'number' && days > 0
    ? `ends in ${counting(days, 'day', 'days')}`
    : 'ends within a day, or has ended'
}

function forward(step: Step, what: string): string {
  const recipient = step.fields['forward_recipient']
  return recipient === undefined ? `A forward ${what}` : `A forward to ${recipient} ${what}`
}

function filterAction(step: Step): string {
  return step.fields['filter_action'] === undefined ? 'does what no log tells' : meant(step, 'filter_action')
}

/** A choice as the catalogue explains it; as it is if only a later version knows it. */
function meant({ fields }: Step, name: 'filter_action' | 'suspended' | 'mail_limit'): string {
  const { [name]: field } = FIELDS
  const found = Object.entries(field.values).find(([value]) => value === fields[name])
  return found?.[1] ?? String(fields[name] ?? 'unknown')
}

function country(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code) : code
}

function trimmed(sentence: string): string {
  return sentence.endsWith('.') ? sentence.slice(0, -1) : sentence
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** How many digits an offset has does not matter to people: `@91,204,117`. */
export function offsetWords(offset: string | number): string {
  return `@${typeof offset === 'number' ? numeral(offset) : offset}`
}
