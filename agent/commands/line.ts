import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import type { Entry, Place } from '../../lib/event/entry.ts'
import { wordsOf } from '../../lib/event/words.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { counted } from '../../lib/terminal/count.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { Config, Follower } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import { isPattern, matchesPattern } from '../follow/discover.ts'
import { findLine, lineAt, lineOfEvent, type LineSearch } from '../replay/line-search.ts'
import { Screen } from '../replay/screen.ts'
import { readerOf } from '../sources/sources.ts'
import { identityIn } from '../spool/identity.ts'
import { spoolFolders } from '../spool/spool-folders.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { SpoolReading } from './events/spool-reading.ts'
import { type Whole, wholeOf } from './events/whole-event.ts'

/** `spoor-agent line`: the line that an event was made from. */
export const line: Command = {
  usage: 'line [event]',
  summary: 'Print the very line that an event was made from, from its log or a rotated copy of it. Only for root.',
  options: [
    CONFIG_OPTION,
    { flags: '--log <path>', text: 'The log, as an event or the hub names it, with --generation and --offset.' },
    { flags: '--generation <id>', text: 'The content of the log, as an event or the hub names it.' },
    { flags: '--offset <bytes>', text: 'Where in that content the line begins.' },
    { flags: '--raw', text: 'Print the bytes as they are; without it, control characters become a question mark.' },
  ],
  examples: ['line 1795161600.q3yQ0mHk5T1b8Zr2VwXc7A', 'line q3yQ0mHk5T1b8Zr2VwXc7A --raw'],
  run: async ([event], options, io) => {
    if (process.geteuid?.() !== 0)
      throw new ActionNeeded('line: only root may see lines of logs; type it as root', EXIT.usage)
    const { config } = await loadConfig(configFile(options))
    return printLineOf(config, event, options, io)
  },
}

/** What was asked for: an event by its id, a place, or both. */
interface Wanted {
  readonly id?: string
  readonly place?: Place
}

/** Prints the lines of an event and of its parts, or the one at a place. Throws `ActionNeeded`. */
export async function printLineOf(
  config: Config,
  event: string | undefined,
  options: Options,
  io: Io,
): Promise<number> {
  const wanted = wantedIn(event, options)
  const screen = new Screen(io.stderr)
  const lines = await linesOf(config, wanted, screen)
  let isAll = true
  for (const each of lines) {
    const found = await findIn(config, each, io.signal)
    screen.say(sentenceOf(each, found))
    if ('bytes' in found)
      io.stdout.write(options['raw'] === true ? Buffer.concat([found.bytes, NEWLINE]) : shown(found.bytes))
    else isAll = false
  }
  return isAll ? EXIT.ok : EXIT.failed
}

const NEWLINE = Buffer.from('\n')

function shown(bytes: Buffer): string {
  return `${plainText(bytes.toString())}\n`
}

/** The hub's ids begin with the time of the event. */
function wantedIn(event: string | undefined, { log, generation, offset }: Options): Wanted {
  const id = event?.replace(/^-?\d+\./, '')
  const given = [log, generation, offset].filter((each) => typeof each === 'string')
  if (given.length === 0 && id !== undefined) return { id }
  if (given.length < 3)
    throw new ActionNeeded('line: write the id of an event, or all of --log, --generation and --offset', EXIT.usage)
  if (!/^\d{1,15}$/.test(String(offset)))
    throw new ActionNeeded(`line: --offset ${plainText(String(offset))} is no number of bytes`, EXIT.usage)
  const place = { log: String(log), generation: String(generation), offset: Number(offset) }
  return id === undefined ? { place } : { id, place }
}

/** One line to find. */
interface WantedLine extends Wanted {
  readonly place: Place
  /** What it says, in a few words. */
  readonly words: string
}

async function linesOf(config: Config, { id, place }: Wanted, screen: Screen): Promise<readonly WantedLine[]> {
  if (place !== undefined) return [{ ...(id !== undefined && { id }), place, words: 'the line' }]
  const whole = await wholeOf(id ?? '', new SpoolReading(config, screen))
  if (whole === undefined)
    throw new ActionNeeded(
      `line: the spool holds no event with the id ${plainText(id ?? '')}, or no more; write --log, --generation and --offset, as the hub shows them`,
    )
  const lines = [whole.event, ...whole.parts].flatMap(lineIn)
  if (lines.length === 0) throw new ActionNeeded(withoutLine(whole))
  if (whole.missing.length > 0)
    screen.say(`Parts that are not in the spool, or no more: ${plainText(whole.missing.join(' '))}`)
  return lines
}

function lineIn(entry: Entry): readonly WantedLine[] {
  const { id, type, log, generation, offset } = entry
  if (type === 'log_gap' || typeof log !== 'string' || typeof offset !== 'number') return []
  const place = { log, generation: typeof generation === 'string' ? generation : null, offset }
  return [{ id, place, words: `${entry['mailbox_address'] ?? entry['ip'] ?? ''} ${wordsOf(entry)}`.trim() }]
}

function withoutLine({ event: { type, id }, missing }: Whole): string {
  const what = plainText(`${type} ${id}`)
  if (type === 'log_gap') return `line: ${what} tells of lines that are lost`
  return missing.length > 0
    ? `line: ${what} follows from events that the spool does not hold (any more): ${plainText(missing.join(' '))}`
    : `line: ${what} was not told by a log: cPanel's hook, the backstop or another program saw it`
}

async function findIn(
  { followers, spool }: Config,
  { id, place }: WantedLine,
  signal: AbortSignal,
): Promise<LineSearch> {
  const { log: path } = place
  const follower = followers.find(
    (each) => each.path === path || (isPattern(each.path) && matchesPattern(each.path, path)),
  )
  if (follower === undefined)
    throw new ActionNeeded(
      `line: ${plainText(path)} is no file that the configuration follows; a journal keeps its own lines: journalctl`,
      EXIT.usage,
    )
  const identity = await identityIn(spoolFolders(spool.path).root)
  const test = id === undefined ? lineAt(place) : lineOfEvent(id, { ...partsOf(follower), identity, place })
  return findLine({ ...follower, path }, test, signal)
}

function partsOf(follower: Follower): Pick<Parameters<typeof lineOfEvent>[1], 'driver' | 'source'> {
  return { source: follower.source, driver: readerOf(follower) }
}

function sentenceOf({ words, place: { log } }: WantedLine, found: LineSearch): string {
  if ('bytes' in found) return `${words}: ${found.file}, byte ${found.offset}`
  const { files, problems } = found
  const looked =
    files.length === 0 ? 'the log and all its copies are gone' : `${counted(files.length, 'file')} looked through`
  return [`${words}: no file holds the line any more; ${log}: ${looked}.`, ...problems].join(' ')
}
