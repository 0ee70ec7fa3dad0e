import * as v from 'valibot'
import { digest } from '../../../lib/event/digest.ts'
import { type Entry, toEntry } from '../../../lib/event/entry.ts'
import type { Event, EventOf } from '../../../lib/event/event.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { forwardOf } from '../../drivers/forward.ts'

/** Files that App::Spoor left in its spool: one per event, named after the log, the second and a random number. */
const NAME = /^(?:access|error|login)\.(\d{1,15})\.(\d{1,15})\.json$/

const text = v.pipe(v.string(), v.maxLength(1024))
const optional = v.optional(v.nullable(text))
const common = { log_time: v.pipe(v.number(), v.finite()), context: v.literal('mailbox') }

/**
 * App::Spoor's parsed entries, in its own field names; a value that it did not find is null. Source: App::Spoor 0.08.
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
 * The sort key of a file of App::Spoor: the second it was written, then its random number; undefined for other names.
 */
export function legacyOrder(name: string): readonly [number, number] | undefined {
  const [, second, number] = NAME.exec(name) ?? []
  return second === undefined || number === undefined ? undefined : [Number(second), Number(number)]
}

/**
 * The entry that App::Spoor would have sent for a file, with an id added and without the command lines of forwards to
 * programs; a sentence if the file is not one of App::Spoor's.
 */
export function parseLegacy(name: string, content: string, host: string): Entry | string {
  const parsed = v.safeParse(v.pipe(foreignJson, legacyEntry), content)
  if (!parsed.success) {
    const [issue] = parsed.issues
    return `it is no entry of App::Spoor: ${v.getDotPath(issue) ?? 'the text'} is not as it should be`
  }
  return toEntry(asEvent(parsed.output), { id: digest(host, name, content), host, place: undefined })
}

function asEvent(legacy: v.InferOutput<typeof legacyEntry>): Event {
  const { log_time: time, context } = legacy
  const common = { time, context, service: null }
  const untold = { actor: null, called_by: null }
  switch (legacy.event) {
    case 'login':
      return { type: legacy.event, ...common, mailbox_address: legacy.credential, ip: legacy.ip ?? null, actor: null }
    case 'forward_added_partial_ip':
      return { type: legacy.event, ...common, mailbox_address: legacy.credential, ip: legacy.ip ?? null }
    case 'forward_added_partial_recipient':
      return {
        type: legacy.event,
        ...common,
        mailbox_address: legacy.email,
        ...forwardTo(legacy.forward_to),
        ...untold,
      }
    case 'forward_removed':
      return {
        type: legacy.event,
        ...common,
        mailbox_address: legacy.credential,
        ip: legacy.ip ?? null,
        ...forwardTo(legacy.forward_recipient),
        ...untold,
      }
  }
}

type Leading = Pick<EventOf<'forward_removed'>, 'forward_recipient' | 'forward_type'>

function forwardTo(recipient: string | null | undefined): Leading {
  if (recipient == null) return { forward_recipient: null, forward_type: null }
  const forward = forwardOf(recipient)
  return { forward_recipient: forward.recipient, forward_type: forward.type }
}
