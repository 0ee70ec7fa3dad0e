import type { Io, Options } from '../../../lib/command-line/command.ts'
import { wordsOf } from '../../../lib/event/words.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { painterOf } from '../../../lib/terminal/colour.ts'
import { table } from '../../../lib/terminal/table.ts'
import { isTerminal, widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { timeInZone } from '../../../lib/time/stamp.ts'
import { detailsOf } from '../../events/details.ts'
import { Table } from '../../events/table.ts'
import type { Screen } from '../../replay/screen.ts'
import { printLines } from '../printed-lines.ts'
import type { SpoolReading } from './spool-reading.ts'
import { type Whole, wholeOf } from './whole-event.ts'

/** What `--id` goes together with. */
const OF_ONE: ReadonlySet<string> = new Set(['id', 'config', 'local', 'json'])

/** Throws `ActionNeeded` (exit 2) where options ask for one event and for others. */
export function refuseOthers(options: Options): void {
  const surplus = Object.keys(options).find((option) => !OF_ONE.has(option))
  if (surplus !== undefined)
    throw new ActionNeeded(`events: --id shows one event and its parts; leave out --${surplus}`, EXIT.usage)
}

/** Prints one event with all its fields, and what the spool holds of its parts. Throws `ActionNeeded`. */
export async function printOne(
  options: Options,
  { reading, zone, screen, io }: { reading: SpoolReading; zone: string | undefined; screen: Screen; io: Io },
): Promise<number> {
  const id = String(options['id'])
  const whole = await wholeOf(id, reading)
  if (whole === undefined)
    throw new ActionNeeded(`events: the spool holds no event with the id ${plainText(id)}; --wide shows ids`)
  const { event, parts, later, missing } = whole
  const isJson = options['json'] === true
  const lines = isJson ? [event, ...parts, ...later].map((each) => plainJson(each)) : textOf(whole, { zone, io })
  const code = await printLines(lines, io)
  if (missing.length > 0)
    screen.say(
      `Parts that are not in the spool, as no receiver wants such events or their reports are gone: ${plainText(missing.join(' '))}`,
    )
  return code
}

function* textOf(
  { event, parts, later }: Whole,
  { zone, io: { stdout } }: { readonly zone: string | undefined; readonly io: Pick<Io, 'stdout'> },
): Generator<string> {
  const width = isTerminal(stdout) ? widthOf(stdout) : Infinity
  const fields = Object.entries(event).map(([name, value]) => {
    const local = name === 'time' ? ` (${timeInZone(Number(value), zone)})` : ''
    return [name, `${value ?? '-'}${local}`] as const
  })
  const rows = [['event', wordsOf(event)] as const, ...fields].map((row) => row.map(plainText))
  yield* table(rows, width).map((line) => `${line}\n`)
  for (const [title, entries] of [
    ['Its parts:', parts],
    ['What came later:', later],
  ] as const) {
    if (entries.length === 0) continue
    const shown = new Table()
    shown.add(entries, detailsOf)
    yield `\n${title}\n`
    yield* shown.lines({ zone, width, paint: painterOf(stdout) })
  }
}
