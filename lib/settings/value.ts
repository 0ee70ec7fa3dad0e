import * as v from 'valibot'
import { isZone } from '../time/stamp.ts'
import { originFault } from './origin.ts'
import { proxyFault } from './proxy-url.ts'
import { parseDuration, parseRate, parseSize } from './quantity.ts'

// A message completes a sentence about the option and never repeats the value, which could be a secret.

/** One value that is not empty, as written in the file: `007` stays `007`. */
export const text = v.pipe(
  v.string(({ input }) => (Array.isArray(input) ? 'is a list, not one value' : 'is a section, not one value')),
  v.nonEmpty('is empty'),
  v.regex(/^\P{Cc}*$/u, 'holds a control character'),
)

/** Yes or no, as text. */
export const truth = v.picklist(['true', 'false'], 'is neither true nor false')

/** An absolute path. */
export const path = v.pipe(text, v.startsWith('/', 'is not an absolute path'))

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

/** A rate, from `10/s`, as the milliseconds between two events. */
export const rate = v.pipe(
  text,
  v.transform(parseRate),
  v.number('is not a rate (a whole number from 1 with /s, /m or /h)'),
)

/** A time zone: an IANA name or `±HHMM`. */
export const zone = v.pipe(text, v.check(isZone, 'is neither the name of a time zone nor ±HHMM'))

/** The origin of an API: `https://host[:port]`, without a trailing slash. */
export const origin = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? originFault(dataset.value) : undefined
    if (fault !== undefined) addIssue({ message: fault })
  }),
  v.transform((url) => new URL(url).origin),
)

/** The URL of a proxy, or `none`. */
export const proxy = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed && dataset.value !== 'none' ? proxyFault(dataset.value) : undefined
    if (fault !== undefined) addIssue({ message: `is not none, and ${fault}` })
  }),
)

const place = v.pipe(
  text,
  v.regex(/^(?:[^*]*\/)?[^*/]*\*?[^*/]*$/, 'has more than one *, or one before its last part'),
  v.regex(/[^/]$/, 'ends in a slash'),
)

/** Where further files are: one place or a list; `none` is the empty list. */
export const include = v.lazy((input) =>
  Array.isArray(input)
    ? v.pipe(v.array(place), v.nonEmpty('is an empty list'))
    : v.pipe(
        place,
        v.transform((one) => (one === 'none' ? [] : [one])),
      ),
)

/** A host's name as it appears in entries. */
export const hostName = v.pipe(
  text,
  v.regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/, 'is not the name of a host'),
)

/** Names, each with a text. */
export const labels = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[A-Za-z][\w.-]{0,63}$/, 'is no name of a letter and up to 63 of A-Z a-z 0-9 _ . -')),
    v.pipe(text, v.maxLength(200, 'is longer than 200 characters')),
    'is not a section',
  ),
  v.check((given) => Object.keys(given).length <= 16, 'holds more than 16 names'),
)

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
/** A list of such values; one value is a list of one. */
export function oneOrList<T>(item: v.GenericSchema<unknown, T>) {
  return v.lazy((input) =>
    Array.isArray(input)
      ? v.pipe(v.array(item), v.nonEmpty('is an empty list'))
      : v.pipe(
          item,
          v.transform((one) => [one]),
        ),
  )
}

const pin = v.pipe(
  text,
  v.regex(/^sha256\/\/[A-Za-z0-9+/]{43}=$/, 'is not sha256// and the base64 of a digest of 32 bytes'),
)

/** Pins of public keys, one or a list. */
export const pins = oneOrList(pin)
