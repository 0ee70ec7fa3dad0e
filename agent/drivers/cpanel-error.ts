import * as v from 'valibot'
import type { LineEvent, LineKind } from '../../lib/event/event.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { forwardOf } from './forward.ts'

/**
 * cPanel's error_log: where a forward leads, as App::Spoor's hook logs it after UAPI's Email::add_forwarder and
 * delete_forwarder, which cPanel calls only when they succeeded. What an account's own programs make cPanel log stands
 * in this file too: a line is taken at its word only from its very beginning.
 */
export const cpanelError: Driver = {
  name: 'cpanel-error',
  kinds: ['forward_added_partial_recipient', 'forward_removed'],
  needles: ['[spoor_'],
  parse: (line: string, { zone }: ParseContext): Parsed => {
    const hook = /^\[([^\]]{1,64})\] info \[spoor_forward_(added|removed)\] /.exec(line)
    if (hook === null) return /^\[\d{4}-\d{2}-\d{2} /.test(line) ? 'uninteresting' : 'unrecognised'
    const [head, stamp = '', change] = hook
    const time = parseStamp(stamp, zone)
    const { output: data } = v.safeParse(foreignJson, line.slice(head.length))
    if (time === undefined) return 'unrecognised'
    return (change === 'added' ? addedEvents(data, time) : removedEvents(data, time)) ?? 'unrecognised'
  },
}

const Mailbox = v.pipe(v.string(), v.check(isName))
const Recipient = v.pipe(v.string(), v.minLength(1))
const Result = v.object({ email: Mailbox, forward: Recipient })
/** What is wrong in one answer must not hide those beside it. */
const Results = v.pipe(
  v.array(v.fallback(v.optional(Result), undefined)),
  v.transform((results) => results.filter((result) => result !== undefined)),
)

/** Of the args a client writes every type as well, and what he makes of them must not hide the answer. */
const Argument = v.fallback(v.string(), '')
const args = { domain: Argument, fwdopt: Argument }
const Added = v.object({ args: v.fallback(v.object(args), { domain: '', fwdopt: '' }), result: Results })

/**
 * A removal may be told in `args`, what the call was given, or in `result`, what cPanel answered, which counts for
 * more.
 */
const Removed = v.object({
  args: v.object({
    ...args,
    address: v.fallback(v.optional(Mailbox), undefined),
    forwarder: v.fallback(v.optional(Recipient), undefined),
  }),
  result: v.fallback(Results, []),
})

function addedEvents(data: unknown, time: number): LineEvent[] | undefined {
  const { success, output } = v.safeParse(Added, data)
  if (!success || output.result.length === 0) return undefined
  return output.result.map(({ email, forward }) =>
    toEvent('forward_added_partial_recipient', time, output.args, email, forward),
  )
}

function removedEvents(data: unknown, time: number): LineEvent[] | undefined {
  const { success, output } = v.safeParse(Removed, data)
  if (!success) return undefined
  const { args, result } = output
  const mailbox = result[0]?.email ?? args.address
  const recipient = result[0]?.forward ?? args.forwarder
  if (mailbox === undefined || recipient === undefined) return undefined
  return [toEvent('forward_removed', time, args, mailbox, recipient)]
}

function toEvent(
  type: LineKind,
  time: number,
  args: { readonly domain: string; readonly fwdopt: string },
  mailbox: string,
  recipient: string,
): LineEvent {
  const forward = forwardOf(recipient, args.fwdopt)
  return {
    type,
    time,
    // The args of a mailbox's own call name no domain; those of its account's call do.
    context: args.domain === '' ? 'mailbox' : 'domain',
    mailbox_address: mailbox,
    forward_recipient: forward.recipient,
    forward_type: forward.type,
  }
}
