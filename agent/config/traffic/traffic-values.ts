import * as v from 'valibot'
import { parseDuration, parseRate, parseSize } from '../../../lib/settings/quantity.ts'
import { duration, text } from '../../../lib/settings/value.ts'
import { isFormatFault } from '../../../lib/traffic/log-format/format-fault.ts'
import { LOG_FORMATS, compileFormat } from '../../../lib/traffic/log-format/log-format.ts'

// As in lib/settings/value.ts, a message completes a sentence about the option and never repeats the value.

const LONGEST = 'is longer than a day'

/** Seconds, from `10s`: log lines tell no part of a second. */
export const seconds = v.pipe(
  duration,
  v.check((milliseconds) => milliseconds % 1000 === 0, 'is no whole number of seconds'),
  v.maxValue(86_400_000, LONGEST),
  v.transform((milliseconds) => milliseconds / 1000),
)

/** Seconds, from `30s`, or `0s`. */
export const secondsOrNone = v.pipe(
  text,
  v.transform((written) => (written === '0s' ? 0 : (parseDuration(written) ?? -1) / 1000)),
  v.check((given) => Number.isInteger(given), 'is no whole number of seconds, such as 0s or 30s'),
  v.maxValue(86_400, LONGEST),
)

/** A share from 0 to 1, from `5%` or `0.5%`. */
export const share = v.pipe(
  text,
  v.regex(/^(?:100|\d{1,2}(?:\.\d{1,2})?)%$/, 'is not a share, such as 5% or 0.5%'),
  v.transform((written) => Number(written.slice(0, -1)) / 100),
)

/** A number of requests. */
export const requestCount = v.pipe(
  text,
  v.regex(/^[1-9]\d{0,5}$/, 'is not a whole number from 1 to 999999'),
  v.transform(Number),
)

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
function over(parse: (written: string) => number | undefined, wanted: string) {
  return v.pipe(
    text,
    v.transform((written) => (written === 'off' ? undefined : (parse(written) ?? NaN))),
    v.check((value) => !Number.isNaN(value), `is neither off nor ${wanted}`),
  )
}

/** Requests a second, from `10/s`; undefined for `off`. */
export const requestsOver = over((written) => {
  const each = parseRate(written)
  // A thousand in a minute, said as a rate, must be a thousand again.
  return each === undefined ? undefined : Number((1000 / each).toPrecision(12))
}, 'a rate (a whole number from 1 with /s, /m or /h)')

/** Bytes a second, from `10MiB/s`; undefined for `off`. */
export const bytesOver = over(
  (written) => (written.endsWith('/s') ? parseSize(written.slice(0, -2)) : undefined),
  'bytes a second, such as 10MiB/s',
)

/** A share of errors, from `5%`; undefined for `off`. */
export const errorsOver = over((written) => {
  const { success, output } = v.safeParse(share, written)
  return success ? output : undefined
}, 'a share, such as 5% or 0.5%')

/** Passwords, from `30`; undefined for `off`. */
export const loginsOver = over((written) => {
  const { success, output } = v.safeParse(requestCount, written)
  return success ? output : undefined
}, 'a whole number from 1 to 999999')

/** The format of lines. */
export const lineFormat = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const plan = compileFormat(dataset.value)
    if (!isFormatFault(plan)) return
    addIssue({ message: `${plan.fault}; known by name: ${Object.keys(LOG_FORMATS).join(', ')}` })
  }),
)
