import * as v from 'valibot'
import { KINDS } from '../../lib/event/event.ts'
import { oneOrList, path, text } from '../../lib/settings/value.ts'

// As in lib/settings/value.ts, a message is the rest of a sentence about the option, and never repeats the value.

/** Yes or no, as text. */
export const truth = v.picklist(['true', 'false'], 'is neither true nor false')

/** The absolute path of a log, or with `*` in its last part of all logs of a folder with such names. */
export const log = v.pipe(
  path,
  v.regex(/^[^*]*\/[^/]*$/, 'has a * before its last part'),
  v.check((text) => !text.endsWith('/'), 'ends in a slash'),
)

/** The path of an endpoint, with its query where it has one. */
export const endpoint = v.pipe(text, v.regex(/^\/[!-~]*$/, 'is not a path that begins with / and holds no space'))

const success = v.pipe(text, v.regex(/^2\d\d$/, 'is not a status from 200 to 299'), v.transform(Number))

/** Statuses of HTTP that are a success, one or a list. */
export const successes = oneOrList(success)

const pin = v.pipe(
  text,
  v.regex(/^sha256\/\/[A-Za-z0-9+/]{43}=$/, 'is not sha256// and the base64 of a digest of 32 bytes'),
)

/** Pins of public keys, one or a list. */
export const pins = oneOrList(pin)

const kinds = v.pipe(
  v.array(v.picklist(KINDS, `is not a kind of event (${KINDS.join(', ')})`)),
  v.nonEmpty('is an empty list'),
)
const spoor = v.literal('spoor', 'is neither spoor nor a list of kinds of events')

/** `spoor`, or the kinds of events that are reported. */
export const events = v.lazy((input) => (Array.isArray(input) ? kinds : spoor))
