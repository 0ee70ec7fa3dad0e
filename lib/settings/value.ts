import * as v from 'valibot'
import { isZone } from '../time/stamp.ts'
import { KINDS } from '../event/event.ts'
import { originFault } from './origin.ts'
import { proxyFault } from './proxy-url.ts'
import { parseDuration, parseRate, parseSize } from './quantity.ts'

// A message is the rest of a sentence about the option, and never repeats the value: it could be a secret.

/** One value that is not empty, as it stands in the file: `007` stays `007`. */
export const text = v.pipe(
  v.string(({ input }) => (Array.isArray(input) ? 'is a list, not one value' : 'is a section, not one value')),
  v.nonEmpty('is empty'),
  v.regex(/^\P{Cc}*$/u, 'holds a control character'),
)

/** An absolute path. */
export const path = v.pipe(text, v.startsWith('/', 'is not an absolute path'))

/** The absolute path of a log, or with `*` in its last part of all logs of a folder with such names. */
export const log = v.pipe(
  path,
  v.regex(/^[^*]*\/[^/]*$/, 'has a * before its last part'),
  v.check((text) => !text.endsWith('/'), 'ends in a slash'),
)

/** A duration in milliseconds, from `30s`. */
export const duration = v.pipe(
  text,
  v.transform(parseDuration),
  v.number('is not a duration (a whole number from 1 with ms, s, m, h or d)'),
)

/** A size in bytes, from `10MiB`. */
export const size = v.pipe(
  text,
  v.transform(parseSize),
  v.number('is not a size (a whole number from 1 with B, KiB, MiB or GiB)'),
)

/** A rate, from `10/s`, as the milliseconds from one to the next. */
export const rate = v.pipe(
  text,
  v.transform(parseRate),
  v.number('is not a rate (a whole number from 1 with /s, /m or /h)'),
)

/** A time zone: an IANA name or `±HHMM`. */
export const zone = v.pipe(text, v.check(isZone, 'is neither the name of a time zone nor ±HHMM'))

/** The origin of an API: `https://host[:port]`, without a slash at its end. */
export const origin = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? originFault(dataset.value) : undefined
    if (fault !== undefined) addIssue({ message: fault })
  }),
  v.transform((url) => new URL(url).origin),
)

/** The path of an endpoint, with its query where it has one. */
export const endpoint = v.pipe(text, v.regex(/^\/[!-~]*$/, 'is not a path that begins with / and holds no space'))

const success = v.pipe(text, v.regex(/^2\d\d$/, 'is not a status from 200 to 299'), v.transform(Number))

/** Statuses of HTTP that are a success, one or a list. */
export const successes = oneOrList(success)

/** The URL of a proxy, or `none`. */
export const proxy = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed && dataset.value !== 'none' ? proxyFault(dataset.value) : undefined
    if (fault !== undefined) addIssue({ message: `is not none, and ${fault}` })
  }),
)

const pin = v.pipe(
  text,
  v.regex(/^sha256\/\/[A-Za-z0-9+/]{43}=$/, 'is not sha256// and the base64 of a digest of 32 bytes'),
)

/** Pins of public keys, one or a list. */
export const pins = oneOrList(pin)

const place = v.pipe(
  text,
  v.regex(/^(?:[^*]*\/)?[^*/]*\*?[^*/]*$/, 'has more than one *, or one before its last part'),
  v.regex(/[^/]$/, 'ends in a slash'),
)

/** Where further files are: one place or a list; `none` is the empty one. */
export const include = v.lazy((input) =>
  Array.isArray(input)
    ? v.pipe(v.array(place), v.nonEmpty('is an empty list'))
    : v.pipe(
        place,
        v.transform((one) => (one === 'none' ? [] : [one])),
      ),
)

/** A host's name, as entries have it. */
export const hostName = v.pipe(
  text,
  v.regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/, 'is not the name of a host'),
)

/** Names with a text each. */
export const labels = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[A-Za-z][\w.-]{0,63}$/, 'is no name of a letter and up to 63 of A-Z a-z 0-9 _ . -')),
    v.pipe(text, v.maxLength(200, 'is longer than 200 characters')),
    'is not a section',
  ),
  v.check((given) => Object.keys(given).length <= 16, 'holds more than 16 names'),
)

const kinds = v.pipe(
  v.array(v.picklist(KINDS, `is not a kind of event (${KINDS.join(', ')})`)),
  v.nonEmpty('is an empty list'),
)
const spoor = v.literal('spoor', 'is neither spoor nor a list of kinds of events')

/** `spoor`, or the kinds of events that are reported. */
export const events = v.lazy((input) => (Array.isArray(input) ? kinds : spoor))

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
function oneOrList<T>(item: v.GenericSchema<unknown, T>) {
  return v.lazy((input) =>
    Array.isArray(input)
      ? v.pipe(v.array(item), v.nonEmpty('is an empty list'))
      : v.pipe(
          item,
          v.transform((one) => [one]),
        ),
  )
}
