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
  readonly subject: 'mail' | 'bandwidth' | 'recent'
  readonly by: MailGrouping
  readonly form: NumbersForm
}

/** The request in options. Throws `ActionNeeded` (exit 2). */
export function mailRequestOf({ by, bandwidth, recent, csv, json }: Options): MailRequest {
  if (csv === true && json === true) throw usage('write only one of --csv and --json')
  if ([by !== undefined, bandwidth === true, recent === true].filter(Boolean).length > 1)
    throw usage('write only one of --by, --bandwidth and --recent')
  return {
    subject: bandwidth === true ? 'bandwidth' : recent === true ? 'recent' : 'mail',
    by: MAIL_GROUPINGS.find((each) => each === by) ?? 'day',
    form: csv === true ? 'csv' : json === true ? 'json' : 'table',
  }
}

function usage(sentence: string): ActionNeeded {
  return new ActionNeeded(`mail: ${sentence}`, EXIT.usage)
}
