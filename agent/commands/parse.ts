import { pipeline } from 'node:stream/promises'
import { getSystemErrorMessage } from 'node:util'
import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import { saidBy } from '../../lib/event/event.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded, codeOf, EXIT } from '../../lib/system/errors.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import { isZone } from '../../lib/time/stamp.ts'
import { parseLine } from '../drivers/line.ts'
import type { Line, ExtractionOptions } from '../follow/extraction.ts'
import { sourceNotices } from '../follow/notices.ts'
import { DRIVERS, SOURCES } from '../sources/sources.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { contentOf } from './named-file.ts'
import { logReadBy, type ParsedLog } from './parsed-log.ts'
import { itemsOfLines } from './piped-lines.ts'

/** Shows the events that a driver finds in a file or on stdin, without spool or network. */
export const parse: Command = {
  usage: 'parse <driver> [file]',
  words: DRIVERS.map(({ name }) => name),
  summary: 'Show the events that a driver finds in a log file or on standard input (no file, or -).',
  options: [
    {
      flags: CONFIG_OPTION.flags,
      text: 'The configuration file beside which own drivers are, in drivers.d; it is not read.',
    },
    { flags: '--all', text: 'Also show the lines without an event, with their number and text.' },
    {
      flags: '--zone <zone>',
      text: 'Time zone of lines without one (Europe/Berlin, +0200); default: of this machine.',
    },
  ],
  examples: [
    ...SOURCES.map(({ driver, paths }) => `parse ${driver.name} ${paths.el}`),
    'parse cpanel-access --all - < access_log',
    'parse vsftpd /var/log/vsftpd.log',
  ],
  run: async ([driverName = '', file = '-']: readonly string[], options: Options, io: Io): Promise<number> => {
    const log = await logReadBy(driverName, configFile(options))
    const zone = zoneOf(options['zone'] ?? log.zone, io)
    const request = { log, file, zone, all: options['all'] === true, io }
    const counts = { lines: 0, events: 0, unrecognised: 0 }
    const source = file === '-' ? io.stdin : contentOf(file, io.signal)
    try {
      await pipeline(source, reader(request, counts), io.stdout, { end: false, signal: io.signal })
    } catch (error) {
      // A reader such as `| head` has seen enough.
      if (codeOf(error) === 'EPIPE') return EXIT.ok
      if (codeOf(error) !== 'ABORT_ERR') throw inWords(error, file)
    }
    return sumUp(request, counts)
  },
}

/** The parsed arguments. */
interface Request {
  readonly log: ParsedLog
  readonly file: string
  readonly zone: string | undefined
  /** Whether lines without an event are shown too. */
  readonly all: boolean
  readonly io: Io
}

/** Counts so far. */
interface Counts {
  lines: number
  events: number
  unrecognised: number
}

function zoneOf(option: Options[string], io: Io): string | undefined {
  if (option === undefined) {
    const { name, unknown } = localZone()
    if (unknown !== undefined) say(io, sourceNotices.zoneUnknown(unknown).text)
    return name
  }
  const zone = String(option)
  if (isZone(zone)) return zone
  throw new ActionNeeded(`--zone ${plainText(zone)}: no such time zone; write Europe/Berlin or +0200`, EXIT.usage)
}

function reader(request: Request, counts: Counts): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<string> {
  return (chunks) => shown(plain(chunks, request), request, counts)
}

/** Refuses gzip (RFC 1952): no line would be recognised, and the silence would pass for an answer. */
async function* plain(chunks: AsyncIterable<Buffer>, { log, file }: Request): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const chunk of chunks) {
    if (isFirst && chunk[0] === 0x1f && chunk[1] === 0x8b) {
      const name = file === '-' ? 'FILE' : plainText(file)
      throw new ActionNeeded(
        `parse ${plainText(file)}: it is compressed; type zcat ${name} | spoor-agent parse ${log.driver.name}, or spoor-agent replay ${log.source} ${name}`,
      )
    }
    isFirst = false
    yield chunk
  }
}

/** The lines to print. Looks at every line, so that a line of another log does not pass as uninteresting. */
async function* shown(pieces: AsyncIterable<Buffer>, request: Request, counts: Counts): AsyncGenerator<string> {
  const { log, file, io } = request
  const options: ExtractionOptions<string> = {
    source: log.source,
    path: file === '-' ? 'standard input' : file,
    needles: 'every line',
    take: (line) => taken(line, request, counts),
    most: Infinity,
    tell: ({ text }) => say(io, text),
  }
  for await (const items of itemsOfLines(pieces, options)) yield items.join('')
}

function taken({ bytes }: Line, { log, zone, all }: Request, counts: Counts): readonly string[] {
  counts.lines += 1
  const parsed = parseLine(log.driver, bytes, { zone, now: Math.floor(systemClock.now() / 1000) })
  if (parsed === 'unrecognised') counts.unrecognised += 1
  if (typeof parsed === 'string')
    return all ? [plainJson({ line: counts.lines, parsed, text: plainText(bytes.toString()) })] : []
  counts.events += parsed.length
  return parsed.map((event) => plainJson(saidBy(event)))
}

/** Prints the summary; the exit code tells scripts whether the file was such a log at all. */
function sumUp({ log, all, io }: Request, { lines, events, unrecognised }: Counts): number {
  say(io, `Lines: ${lines}, events: ${events}, not understood: ${unrecognised}.`)
  if (lines > 0 && unrecognised === lines) {
    const hint = all ? '' : ' (--all shows them)'
    say(io, `Nothing was understood: is this another log than ${log.path}?${hint}`)
    return EXIT.failed
  }
  return io.signal.aborted ? EXIT.failed : EXIT.ok
}

function say({ stderr }: Io, text: string): void {
  stderr.write(`${wrap(plainText(text), widthOf(stderr))}\n`)
}

function inWords(error: unknown, file: string): unknown {
  if (!(error instanceof Error && 'errno' in error && typeof error.errno === 'number')) return error
  return new ActionNeeded(`parse ${plainText(file)}: ${getSystemErrorMessage(error.errno)}`, EXIT.failed, {
    cause: error,
  })
}
