import * as v from 'valibot'
import { digest } from '../../../lib/event/digest.ts'
import { type Entry, type Event, toEntry } from '../../../lib/event/event.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { forwardOf } from '../../drivers/forward.ts'

/** What App::Spoor left in its spool: one file for each event, named after the log, the second and a random number. */
const NAME = /^(?:access|error|login)\.(\d{1,15})\.(\d{1,15})\.json$/

const text = v.pipe(v.string(), v.maxLength(1024))
const optional = v.optional(v.nullable(text))
const common = { log_time: v.pipe(v.number(), v.finite()), context: v.literal('mailbox') }

/**
 * App::Spoor's parsed entries, and its names for the same things; what it did not find out it sent as null. Source:
 * 0.08.
 */
const legacyEntry = v.variant('event', [
  v.object({ ...common, event: v.picklist(['login', 'forward_added_partial_ip']), credential: text, ip: optional }),
  v.object({ ...common, event: v.literal('forward_added_partial_recipient'), email: text, forward_to: optional }),
  v.object({
    ...common,
    event: v.literal('forward_removed'),
    credential: text,
    ip: optional,
    forward_recipient: optional,
  }),
])

/**
 * The order of a file of App::Spoor among its like: when it was written, then its random number; undefined for other
 * names.
 */
export function legacyOrder(name: string): readonly [number, number] | undefined {
  const [, second, number] = NAME.exec(name) ?? []
  return second === undefined || number === undefined ? undefined : [Number(second), Number(number)]
}

/**
 * The entry that App::Spoor would have sent for a file, with an id, but for the command lines of forwards to programs;
 * a sentence where the file is none of its kind.
 */
export function parseLegacy(name: string, content: string, host: string): Entry | string {
  const parsed = v.safeParse(v.pipe(foreignJson, legacyEntry), content)
  if (!parsed.success) {
    const [issue] = parsed.issues
    return `it is no entry of App::Spoor: ${v.getDotPath(issue) ?? 'the text'} is not as it should be`
  }
  return toEntry(asEvent(parsed.output), host, digest(host, name, content))
}

function asEvent(legacy: v.InferOutput<typeof legacyEntry>): Event {
  const { event: type, log_time: time, context } = legacy
  const [mailbox, ip, recipient] =
    legacy.event === 'forward_added_partial_recipient'
      ? [legacy.email, undefined, legacy.forward_to]
      : [legacy.credential, legacy.ip, legacy.event === 'forward_removed' ? legacy.forward_recipient : undefined]
  return {
    type,
    time,
    context,
    mailbox_address: mailbox,
    ...(ip == null ? {} : { ip }),
    ...(recipient == null ? {} : { forward_recipient: forwardOf(recipient).recipient }),
  }
}
