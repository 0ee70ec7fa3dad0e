import * as v from 'valibot'
import { oneOrList, text } from '../../../lib/settings/value.ts'

const FORM = 'is neither a unit (sshd.service) nor a match (SYSLOG_IDENTIFIER=sshd)'

/** A unit's name, with its type (systemd.unit(5)). */
const UNIT = /^[\w:.@\\-]{1,240}\.(?:service|socket|scope|slice|timer|mount|target)$/

/** A field, and what it holds (systemd.journal-fields(7)): no word that journalctl takes for an option or a path. */
const MATCH = /^[A-Z_][A-Z0-9_]{0,63}=.{1,200}$/

const match = v.pipe(
  text,
  v.check((written) => UNIT.test(written) || MATCH.test(written), FORM),
  v.transform((written) => (MATCH.test(written) ? written : `_SYSTEMD_UNIT=${written}`)),
)

/** Which entries of a journal: one unit or match, or a list of them, as journalctl takes them. */
export const journalMatches = v.pipe(oneOrList(match), v.maxLength(16, 'holds more than 16 matches'))

/** What stands for the path of a journal, in reports and ids too. */
export function journalPath(matches: readonly string[], directory: string | undefined): string {
  return ['journal', ...(directory === undefined ? [] : [directory]), ...matches].join(' ')
}

/** Fields that say who wrote an entry, and that the journal fills in itself (systemd.journal-fields(7)). */
const OWN_FIELD = /^_(?:SYSTEMD_UNIT|SYSTEMD_CGROUP|UID|EXE)=/

/** Whether any user of the host can write entries that match. */
export function isForgeable(matches: readonly string[]): boolean {
  return !matches.some((each) => OWN_FIELD.test(each))
}
