import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { getSystemErrorMessage } from 'node:util'
import type { Io } from '../../lib/command-line/command.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { ExtractionOptions } from '../follow/extraction.ts'
import { ReadRateLimit } from '../follow/read-rate-limit.ts'
import { type PastFile, pastFile, pastFiles } from '../replay/past-files.ts'
import { readPast } from '../replay/past-reading.ts'
import type { Screen } from '../replay/screen.ts'
import { contentOf } from './named-file.ts'
import { itemsOfLines } from './piped-lines.ts'

/** Tolerance for wrong zones and clocks, in seconds: a day. */
const GRACE = 86_400

/** Takes a line without its newline; its bytes are valid only meanwhile. */
export type TakeLine = (line: Buffer) => void

/** What takes what is read: line by line, or whole lines at once (`ExtractionOptions`). */
type Taking = Pick<ExtractionOptions<never>, 'take' | 'takeBlock'>

/** Reads lines of logs for a command, and says what cannot be read. */
export class LogLines {
  readonly #io: Io
  readonly #screen: Screen
  readonly #command: string
  #problems = 0

  /** `command`: its name, for what is said. */
  constructor(io: Io, screen: Screen, command: string) {
    this.#io = io
    this.#screen = screen
    this.#command = command
  }

  /** How many things could not be read. */
  get problems(): number {
    return this.#problems
  }

  /** Whether there is a log, or a rotated copy of it. */
  isThere(path: string): boolean {
    return pastFiles({ path }).length > 0
  }

  /** Reads a log and its rotated copies, oldest first, without those that end before a time (seconds since 1970). */
  async ofLog(path: string, since: number, take: TakeLine): Promise<void> {
    for (const file of pastFiles({ path }))
      if (file.changed >= since - GRACE) await this.#ofFile(file, path, eachLine(take))
  }

  /** Reads a file, also of gzip, or a pipe that a person named, or standard input (`-`). Throws `ActionNeeded`. */
  async named(name: string, take: TakeLine): Promise<void> {
    await this.#named(name, eachLine(take))
  }

  /** The same, but takes whole lines at once, each with its newline but perhaps the last: most of the time is saved. */
  async blocksOf(name: string, takeBlock: (lines: Buffer) => void): Promise<void> {
    await this.#named(name, { take: () => [], takeBlock })
  }

  async #named(name: string, taking: Taking): Promise<void> {
    if (name === '-') return this.#ofPieces(this.#io.stdin, 'standard input', taking)
    try {
      if (!statSync(name).isFIFO()) {
        const file = pastFile(resolve(name))
        if (file === undefined)
          throw new ActionNeeded(`${this.#command} ${plainText(name)}: it is a folder or a device`)
        await this.#ofFile(file, file.path, taking)
      } else await this.#ofPieces(contentOf(name, this.#io.signal), name, taking)
    } catch (error) {
      throw inWords(error, `${this.#command} ${plainText(name)}`)
    }
  }

  async #ofFile(file: PastFile, path: string, taking: Taking): Promise<void> {
    const { signal } = this.#io
    if (signal.aborted) return
    const rateLimit = new ReadRateLimit(Infinity, elapsed)
    const options = { ...this.#options(path, taking), clock: systemClock, rateLimit, signal }
    for await (const progress of readPast(file, options)) if ('problem' in progress) this.#report(progress.problem)
  }

  async #ofPieces(pieces: AsyncIterable<Buffer>, path: string, taking: Taking): Promise<void> {
    for await (const _ of itemsOfLines(pieces, this.#options(path, taking))) if (this.#io.signal.aborted) return
  }

  #options(path: string, taking: Taking): ExtractionOptions<never> {
    return {
      source: this.#command,
      path,
      needles: 'every line',
      ...taking,
      most: Infinity,
      tell: ({ text }) => this.#screen.say(text),
    }
  }

  #report(problem: string): void {
    this.#problems += 1
    this.#screen.say(problem)
  }
}

function eachLine(take: TakeLine): Taking {
  return {
    take: ({ bytes }) => {
      take(bytes)
      return []
    },
  }
}

function inWords(error: unknown, where: string): unknown {
  if (!(error instanceof Error && 'errno' in error && typeof error.errno === 'number')) return error
  const options = { cause: error }
  return new ActionNeeded(`${where}: ${getSystemErrorMessage(error.errno)}`, undefined, options)
}
