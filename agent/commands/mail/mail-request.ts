import type { Options } from '../../../lib/command-line/command.ts'
import { MAIL_KEYS } from '../../../lib/mail-statistics/origin.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'

/** What mail can be shown by: keys of its origin, or time. */
export const MAIL_GROUPINGS = [...MAIL_KEYS, 'hour', 'day'] as const

/** One of them. */
export type MailGrouping = (typeof MAIL_GROUPINGS)[number]

/** How numbers are printed. */
export type NumbersForm = 'table' | 'csv' | 'json'

/** What is asked for. */
export interface MailRequest {
  readonly subject: MailSubject
  readonly by: MailGrouping
  readonly form: NumbersForm
  /** So many rows; undefined for all, of which people see the most important. */
  readonly top: number | undefined
}

/** What numbers are of. */
type MailSubject = 'mail' | (typeof SUBJECTS)[number]

/** Each is chosen by an option of its name. */
const SUBJECTS = ['bandwidth', 'recent', 'limits', 'queue'] as const

/** The request in options. Throws `ActionNeeded` (exit 2). */
export function mailRequestOf(options: Options): MailRequest {
  const { by, csv, json } = options
  if (csv === true && json === true) throw usage('write only one of --csv and --json')
  return {
    subject: subjectIn(options),
    by: MAIL_GROUPINGS.find((each) => each === by) ?? 'day',
    form: csv === true ? 'csv' : json === true ? 'json' : 'table',
    top: topIn(options),
  }
}

function subjectIn(options: Options): MailSubject {
  const [subject = 'mail', second] = SUBJECTS.filter((each) => options[each] === true)
  if (second !== undefined) throw usage(`write only one of --${subject} and --${second}`)
  const { by } = options
  if (by !== undefined && subject !== 'mail' && subject !== 'queue')
    throw usage(`write only one of --by and --${subject}`)
  if (by === 'script' && subject === 'queue') throw usage('the queue does not tell scripts; write --by account')
  return subject
}

function topIn({ top }: Options): number | undefined {
  if (top === undefined) return undefined
  if (typeof top !== 'string' || !/^[1-9]\d{0,5}$/.test(top)) throw usage('--top is no whole number from 1 to 999999')
  return Number(top)
}

function usage(sentence: string): ActionNeeded {
  return new ActionNeeded(`mail: ${sentence}`, EXIT.usage)
}
