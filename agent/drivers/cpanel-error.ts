import * as v from 'valibot'
import type { Event, ForwardType } from '../event.ts'
import { isName, LONGEST_CAPTURE } from './captured-text.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { parseStamp } from './time.ts'

/**
 * cPanel's error_log: where a forward leads, as App::Spoor's hook logs it after UAPI's Email::add_forwarder and
 * delete_forwarder, which cPanel calls only when they succeeded. What an account's own programs make cPanel log stands in this
 * file too: a line is taken at its word only from its very beginning.
 */
export const cpanelError: Driver = {
  name: 'cpanel-error',
  source: 'error',
  path: '/usr/local/cpanel/logs/error_log',
  kinds: ['forward_added_partial_recipient', 'forward_removed'],
  needles: ['[spoor_'],
  parse: (line: string, { zone }: ParseContext): Parsed => {
    const hook = /^\[([^\]]{1,64})\] info \[spoor_forward_(added|removed)\] /.exec(line)
    if (hook === null) return /^\[\d{4}-\d{2}-\d{2} /.test(line) ? 'uninteresting' : 'unrecognised'
    const [head, stamp = '', change] = hook
    const time = parseStamp(stamp, zone)
    const data = parseJson(line.slice(head.length))
    if (time === undefined) return 'unrecognised'
    return (change === 'added' ? addedEvents(data, time) : removedEvents(data, time)) ?? 'unrecognised'
  },
}

const Mailbox = v.pipe(v.string(), v.check(isName))
const Recipient = v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_CAPTURE))
const Domain = v.nullish(v.string(), '')
const Result = v.object({ email: Mailbox, forward: Recipient })

const Added = v.object({
  args: v.optional(v.object({ domain: Domain, fwdopt: v.nullish(v.string(), '') }), {}),
  result: v.pipe(v.array(Result), v.minLength(1)),
})

/** `args` are what the call was given, `result` what cPanel answered; a removal may be told in either. */
const Removed = v.object({
  args: v.object({ domain: Domain, address: v.nullish(Mailbox), forwarder: v.nullish(Recipient) }),
  result: v.fallback(v.array(Result), []),
})

/** The args of a mailbox's own call name no domain; those of its account's call do. */
function contextOf(domain: string): 'mailbox' | 'domain' {
  return domain === '' ? 'mailbox' : 'domain'
}

function addedEvents(data: unknown, time: number): Event[] | undefined {
  const { success, output } = v.safeParse(Added, data)
  if (!success) return undefined
  return output.result.map(({ email, forward }) => ({
    type: 'forward_added_partial_recipient',
    time,
    context: contextOf(output.args.domain),
    mailbox_address: email,
    forward_recipient: forward,
    forward_type: forwardType(output.args.fwdopt, forward),
  }))
}

function removedEvents(data: unknown, time: number): Event[] | undefined {
  const { success, output } = v.safeParse(Removed, data)
  if (!success) return undefined
  const { args, result } = output
  const mailbox = args.address ?? result[0]?.email
  const recipient = args.forwarder ?? result[0]?.forward
  if (mailbox === undefined || recipient === undefined) return undefined
  const forward = { mailbox_address: mailbox, forward_recipient: recipient, forward_type: forwardType('', recipient) }
  return [{ type: 'forward_removed', time, context: contextOf(args.domain), ...forward }]
}

/** `system` is a user of the server; Exim's own words for the rest also stand in the recipient, whatever was asked for. */
function forwardType(option: string, recipient: string): ForwardType {
  if (option === 'system') return 'system_user'
  if (option === 'pipe' || option === 'blackhole' || option === 'fail') return option
  if (/^"?\|/.test(recipient)) return 'pipe'
  if (recipient.startsWith(':blackhole:')) return 'blackhole'
  return recipient.startsWith(':fail:') ? 'fail' : 'email'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
