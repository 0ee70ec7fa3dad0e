import type { Writable } from 'node:stream'
import type { Options } from '../../../lib/command-line/command.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import { wordsOf } from '../../../lib/event/words.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { painterOf } from '../../../lib/terminal/colour.ts'
import { isTerminal, widthOf } from '../../../lib/terminal/width.ts'
import { csvLine } from '../../../lib/text/csv.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { detailsOf } from '../../events/details.ts'
import { Newest } from '../../events/newest.ts'
import { GROUPINGS, type Grouping, Table } from '../../events/table.ts'
import type { Screen } from '../../replay/screen.ts'
import { MOST_NEWEST, newestNumber } from '../newest-number.ts'

/** How events are printed. */
export interface PrintForm {
  readonly as: 'json' | 'csv' | 'table'
  readonly by: Grouping | undefined
  readonly isWide: boolean
  /** Print only the newest, this many. */
  readonly last: number | undefined
}

/** The form that options ask for. Throws `ActionNeeded` (exit 2). */
export function printFormOf({ json, csv, by, wide, last }: Options): PrintForm {
  const isTable = by !== undefined || wide === true
  if ([json === true, csv === true, isTable].filter(Boolean).length > 1)
    throw new ActionNeeded('events: write only one of --json and --csv, and neither with --by or --wide', EXIT.usage)
  return {
    as: json === true ? 'json' : csv === true ? 'csv' : 'table',
    by: GROUPINGS.find((each) => each === by),
    isWide: wide === true,
    last: last === undefined ? undefined : newestNumber(String(last)),
  }
}

/** What a table needs. */
interface Surroundings {
  readonly zone: string | undefined
  readonly screen: Screen
  readonly stdout: Writable
}

/** Some entries at a time. */
type Entries = AsyncIterable<readonly Entry[]>

/** The events as lines: a table in the order of time; JSON and CSV as they come, unless the newest are asked for. */
export async function* linesIn(events: Entries, form: PrintForm, surroundings: Surroundings): AsyncGenerator<string> {
  if (form.as === 'table') yield* tableLines(events, form, surroundings)
  else {
    if (form.as === 'csv') yield csvLine(HEADER)
    const lineOf = form.as === 'csv' ? csvOf : (entry: Entry) => plainJson(entry)
    if (form.last === undefined) for await (const some of events) yield* some.map(lineOf)
    else yield* newestLines(events, form.last, lineOf)
  }
}

async function* newestLines(events: Entries, last: number, lineOf: (entry: Entry) => string): AsyncGenerator<string> {
  const newest = new Newest<{ readonly time: number; readonly entry: Entry }>(last)
  for await (const some of events) for (const entry of some) newest.add({ time: Number(entry['time']), entry })
  for (const { entry } of newest.inOrder()) yield lineOf(entry)
}

async function* tableLines(
  events: Entries,
  { by, isWide, last }: PrintForm,
  { zone, screen, stdout }: Surroundings,
): AsyncGenerator<string> {
  const table = new Table(last ?? MOST_NEWEST)
  for await (const some of events) table.add(some, isWide ? detailsOf : undefined)
  // In a pipe each event stays one line, so that `grep` finds it whole.
  const width = isTerminal(stdout) ? widthOf(stdout) : Infinity
  yield* table.lines({ zone, by, width, paint: painterOf(stdout) })
  if (last === undefined && table.left > 0)
    screen.say(`The oldest events are left out: ${table.left}; ask for fewer with --since, or all with --json.`)
}

/** The columns of the API's list, then those that only this server knows. */
const HEADER = ['id', 'event time', 'host', 'event type', 'mailbox address', 'ip', 'severity', 'event']

function csvOf(entry: Entry): string {
  const { id, time, host, type, mailbox_address: mailbox, ip, severity } = entry
  const texts = [host, type, mailbox, ip, severity].map((value) => String(value ?? ''))
  return csvLine([id, utc(Number(time) * 1000), ...texts, wordsOf(entry)])
}
