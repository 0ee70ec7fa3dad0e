import * as v from 'valibot'
import { MOST_KEYS, type SavedRow } from './count-table.ts'
import type { CountedPeriod } from './open-periods.ts'

const VERSION = 1

/** Longest key or id, in characters, and what some cut it by. */
const text = v.pipe(v.string(), v.maxLength(256))
const number = v.pipe(v.number(), v.finite(), v.minValue(0))
const wholeNumber = v.pipe(number, v.safeInteger())

const row = v.custom<SavedRow>((value) => {
  if (!Array.isArray(value)) return false
  const [key, ...numbers]: readonly unknown[] = value
  return v.is(text, key) && numbers.length <= 16 && numbers.every((each) => v.is(number, each))
})

/** Numbers of a row, without the zeros at the end. */
export const countedNumbers = v.pipe(v.array(number), v.maxLength(16))

/** Rows of a table; one more than the bound is `(other)`. */
export const countedRows = v.pipe(v.array(row), v.maxLength(MOST_KEYS + 1))

/** Periods as they are saved; of one unit at most a few are open. */
export const savedPeriods: v.GenericSchema<unknown, CountedPeriod[]> = v.pipe(
  v.array(
    v.strictObject({
      unit: v.picklist(['hour', 'day']),
      start: v.pipe(v.number(), v.safeInteger()),
      day: v.pipe(v.number(), v.safeInteger()),
      total: countedNumbers,
      tables: v.record(v.pipe(v.string(), v.regex(/^[a-z]{1,16}$/)), countedRows),
    }),
  ),
  v.maxLength(8),
)

const message = v.strictTuple([text, wholeNumber, wholeNumber, v.pipe(v.number(), v.safeInteger(), v.minValue(-1))])

/** What is remembered of messages, in a state. */
export const messagesState = {
  /** `*` of a stranger's, then its keys, without the empty ones at the end. */
  origins: v.array(v.pipe(v.array(text), v.maxLength(8))),
  /** Id, size, flags, and the place of its origin; -1 for none. */
  messages: v.array(message),
  folders: v.array(v.strictTuple([text, text])),
}

const state = v.strictObject({
  version: v.literal(VERSION),
  hours: savedPeriods,
  ...messagesState,
})

/** All that a fold of Exim's main log knows between two batches, as plain JSON. */
export type MailState = v.InferOutput<typeof state>

/** The state of a fold that has read nothing. */
export const EMPTY_MAIL_STATE: MailState = {
  version: VERSION,
  hours: [],
  origins: [],
  messages: [],
  folders: [],
}

/** A state that was read back; undefined if it is of another version, or damaged. */
export function readMailState(value: unknown): MailState | undefined {
  const read = v.safeParse(state, value)
  if (!read.success) return undefined
  const { origins, messages } = read.output
  return messages.every(([, , , origin]) => origin < origins.length) ? read.output : undefined
}
