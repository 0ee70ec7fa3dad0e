import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { getSystemErrorMessage } from 'node:util'
import split from 'split2'
import type { Driver } from '../drivers/driver.ts'
import { driverNamed, drivers } from '../drivers/index.ts'
import { isZone } from '../drivers/time.ts'
import { LONGEST_LINE } from '../follow/open-file.ts'
import { ActionNeeded, codeOf, EXIT } from '../system/errors.ts'
import { plainText } from '../system/plain-text.ts'
import type { Command, Io, Options } from './command.ts'
import { plainJson } from './plain-json.ts'

/** Shows what a driver reads in a file or on stdin, without configuration, spool or network: what would have been noticed? */
export const parse: Command = {
  usage: 'parse <driver> [file]',
  words: drivers.map(({ name }) => name),
  summary: 'Show the events that a driver reads in a log file, or on standard input (no file, or -).',
  options: [
    { flags: '--all', text: 'Show the lines that say nothing too, with their number and text.' },
    {
      flags: '--zone <zone>',
      text: 'Time zone of lines that carry none (Europe/Berlin, +0200); default: of this machine.',
    },
  ],
  examples: [...drivers.map(({ name, path }) => `parse ${name} ${path}`), 'parse cpanel-access --all - < access_log'],
  run: async ([driverName = '', file = '-']: readonly string[], options: Options, io: Io): Promise<number> => {
    const driver = driverNamed(driverName)
    if (driver === undefined) {
      const names = drivers.map(({ name }) => name).join(', ')
      throw new ActionNeeded(`parse: there is no driver "${plainText(driverName)}"; there are ${names}`, EXIT.usage)
    }
    const zone = options['zone'] === undefined ? undefined : String(options['zone'])
    if (zone !== undefined && !isZone(zone)) {
      throw new ActionNeeded(`--zone ${plainText(zone)}: no such time zone; write Europe/Berlin or +0200`, EXIT.usage)
    }
    const printed = printer(driver, zone, options['all'] === true)
    const source = file === '-' ? io.stdin : createReadStream(file)
    try {
      await pipeline(source, plain(driver, file), bounded, split(), printed, io.stdout, {
        end: false,
        signal: io.signal,
      })
      return EXIT.ok
    } catch (error) {
      return outcomeOf(error, file)
    }
  },
}

/** Refuses what begins as gzip does (RFC 1952): none of its lines would be recognised, and the silence be taken for an answer. */
function plain(driver: Driver, file: string): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  return async function* (chunks) {
    let isFirst = true
    for await (const chunk of chunks) {
      if (isFirst && chunk[0] === 0x1f && chunk[1] === 0x8b) {
        const name = file === '-' ? 'FILE' : plainText(file)
        throw new ActionNeeded(
          `parse ${plainText(file)}: it is compressed; type zcat ${name} | spoor-agent parse ${driver.name}, or spoor-agent replay ${driver.source} ${name}`,
        )
      }
      isFirst = false
      yield chunk
    }
  }
}

/**
 * Passes chunks on without what a line that began in an earlier chunk has beyond LONGEST_LINE, so that memory stays flat. The
 * cut line is still longer than that, which tells the printer not to believe its end.
 */
async function* bounded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open = 0
  for await (const chunk of chunks) {
    const newline = chunk.indexOf('\n')
    if (open <= LONGEST_LINE) yield chunk
    else if (newline !== -1) yield chunk.subarray(newline)
    open = newline === -1 ? open + chunk.length : chunk.length - chunk.lastIndexOf('\n') - 1
  }
}

function printer(
  driver: Driver,
  zone: string | undefined,
  all: boolean,
): (lines: AsyncIterable<string>) => AsyncGenerator<string> {
  return async function* (lines) {
    let number = 0
    for await (const line of lines) {
      number += 1
      const parsed = Buffer.byteLength(line) > LONGEST_LINE ? 'unrecognised' : driver.parse(line, { zone })
      if (typeof parsed !== 'string') yield parsed.map((event) => plainJson(event)).join('')
      else if (all) yield plainJson({ line: number, parsed, text: plainText(line) })
    }
  }
}

function outcomeOf(error: unknown, file: string): number {
  // `| head` has seen enough; Ctrl-C needs no words.
  if (codeOf(error) === 'EPIPE') return EXIT.ok
  if (codeOf(error) === 'ABORT_ERR') return EXIT.failed
  if (!(error instanceof Error && 'errno' in error && typeof error.errno === 'number')) throw error
  throw new ActionNeeded(`parse ${plainText(file)}: ${getSystemErrorMessage(error.errno)}`, EXIT.failed, {
    cause: error,
  })
}
