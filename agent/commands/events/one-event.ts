import type { Io, Options } from '../../../lib/command-line/command.ts'
import type { Entry } from '../../../lib/event/entry.ts'
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

/** What `--id` goes together with. */
const OF_ONE: ReadonlySet<string> = new Set(['id', 'config', 'local', 'json'])

/** An event, and those that it names or that name it. */
interface Whole {
  readonly event: Entry
  /** Its parts and theirs, and the takeover that it belongs to. */
  readonly parts: readonly Entry[]
  /** The further steps of the takeover that it is. */
  readonly later: readonly Entry[]
  /** Ids of parts that the spool does not hold. */
  readonly missing: readonly string[]
}

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

async function wholeOf(id: string, reading: SpoolReading): Promise<Whole | undefined> {
  const [event] = await entriesWith(reading, (entry) => entry.id === id)
  if (event === undefined) return undefined
  const parts = new Map<string, Entry>()
  const missing = new Set<string>()
  let wanted = new Set(namedIn(event).filter((each) => each !== id))
  while (wanted.size > 0) {
    const asked = wanted
    const found = await entriesWith(reading, (entry) => asked.has(entry.id))
    for (const entry of found) parts.set(entry.id, entry)
    for (const each of asked) if (!parts.has(each)) missing.add(each)
    const isNew = (each: string): boolean => each !== id && !parts.has(each) && !missing.has(each)
    wanted = new Set(found.flatMap(namedIn).filter(isNew))
  }
  const isTakeover = event['type'] === 'mailbox_takeover'
  const later = isTakeover ? await entriesWith(reading, (entry) => entry['takeover_id'] === id) : []
  return { event, parts: inOrder([...parts.values()]), later: inOrder(later), missing: [...missing] }
}

async function entriesWith(reading: SpoolReading, isWanted: (entry: Entry) => boolean): Promise<readonly Entry[]> {
  const all: Entry[] = []
  for await (const some of reading.read({ isWanted })) all.push(...some)
  return all
}

/** The ids of the parts of an event, and of the takeover that it is a step of. */
function namedIn({ parts, takeover_id: takeover }: Entry): readonly string[] {
  return `${parts ?? ''} ${takeover ?? ''}`.split(' ').filter((id) => id !== '')
}

function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((one, other) => Number(one['time']) - Number(other['time']))
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
