import * as v from 'valibot'
import type { EventOf } from '../../lib/event/event.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { forwardOf } from './forward.ts'

/** What its lines can say. */
type ForwardKind = 'forward_added_partial_recipient' | 'forward_removed'

/**
 * cPanel's error_log: where a forward leads, as App::Spoor's hook logs it after UAPI's Email::add_forwarder and
 * delete_forwarder; cPanel runs the hook only after success. Programs of accounts can make cPanel log text here, too,
 * so a line counts only if it matches from its very beginning.
 */
export const cpanelError: Driver<ForwardKind> = {
  name: 'cpanel-error',
  kinds: ['forward_added_partial_recipient', 'forward_removed'],
  needles: ['[spoor_'],
  parse: (line: string, { zone }: ParseContext): Parsed<ForwardKind> => {
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
/** The account as which the function ran. */
const User = v.fallback(v.optional(v.pipe(v.string(), v.maxLength(255), v.check(isName))), undefined)
const Result = v.object({ email: Mailbox, forward: Recipient })
/** A malformed result must not hide the others. */
const Results = v.pipe(
  v.array(v.fallback(v.optional(Result), undefined)),
  v.transform((results) => results.filter((result) => result !== undefined)),
)

/** The client chooses even the types of args; whatever they are, they must not hide the result. */
const Argument = v.fallback(v.string(), '')
const args = { domain: Argument, fwdopt: Argument }
const Added = v.object({ args: v.fallback(v.object(args), { domain: '', fwdopt: '' }), result: Results, user: User })

/** A removal stands in `result`, what cPanel answered, or only in `args`, what the call was given. */
const Removed = v.object({
  args: v.object({
    ...args,
    address: v.fallback(v.optional(Mailbox), undefined),
    forwarder: v.fallback(v.optional(Recipient), undefined),
  }),
  result: v.fallback(Results, []),
  user: User,
})

function addedEvents(data: unknown, time: number): EventOf<ForwardKind>[] | undefined {
  const { success, output } = v.safeParse(Added, data)
  if (!success || output.result.length === 0) return undefined
  const type = 'forward_added_partial_recipient'
  return output.result.map(({ email, forward }) =>
    Object.assign(toChange(time, output, email, forward), { type } as const),
  )
}

function removedEvents(data: unknown, time: number): EventOf<ForwardKind>[] | undefined {
  const { success, output } = v.safeParse(Removed, data)
  if (!success) return undefined
  const { args, result } = output
  const mailbox = result[0]?.email ?? args.address
  const recipient = result[0]?.forward ?? args.forwarder
  if (mailbox === undefined || recipient === undefined) return undefined
  return [{ type: 'forward_removed', ...toChange(time, output, mailbox, recipient), ip: null }]
}

type Change = Omit<EventOf<'forward_added_partial_recipient'>, 'type'>

/** The hook knows neither the client's address nor the service that it used. */
function toChange(
  time: number,
  { args, user }: Pick<v.InferOutput<typeof Added>, 'args' | 'user'>,
  mailbox: string,
  recipient: string,
): Change {
  const forward = forwardOf(recipient, args.fwdopt)
  // Calls by the mailbox itself name no domain; calls by its account do.
  const called_by = args.domain === '' ? 'mailbox' : 'account'
  return {
    time,
    context: called_by === 'mailbox' || mailbox.includes('@') ? 'mailbox' : 'domain',
    mailbox_address: mailbox,
    forward_recipient: forward.recipient,
    forward_type: forward.type,
    actor: called_by === 'account' && user !== mailbox ? (user ?? null) : null,
    called_by,
    service: null,
  }
}
