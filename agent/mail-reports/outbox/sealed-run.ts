import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

const text = v.string()
const moment = v.number()

const letter = v.object({
  /** Its name in the folder of the run. */
  file: v.pipe(text, v.regex(/^letter-\d{1,3}\.eml$/)),
  /** The id of its section, if it is a mail of its own. */
  section: v.nullable(text),
  /** Who has to get it yet. */
  waiting: v.array(text),
  /** Who is refused for good, and why. */
  refused: v.array(v.object({ recipient: text, reason: text })),
  tries: v.pipe(v.number(), v.safeInteger()),
  /** When it is tried again. */
  notBefore: moment,
  /** Why it still waits. */
  reason: v.nullable(text),
})

const run = v.object({
  version: v.literal(1),
  made: moment,
  letters: v.array(letter),
  /** The ids of sections, and the files of theirs that are to take the place of their `state`. */
  saved: v.array(v.object({ section: text, file: v.pipe(text, v.regex(/^next-[\da-f]{16}$/)) })),
})

/** A mail that is sealed. */
export type SealedLetter = v.InferOutput<typeof letter>

/** What one run of a report came to: its mails, and what its sections saved. Times in milliseconds since the epoch. */
export type SealedRun = v.InferOutput<typeof run>

/** The run in a text; undefined if it holds none. */
export function sealedRunIn(written: string): SealedRun | undefined {
  const read = v.safeParse(v.pipe(foreignJson, run), written)
  return read.success ? read.output : undefined
}
