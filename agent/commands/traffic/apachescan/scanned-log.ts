import * as v from 'valibot'
import { ActionNeeded, codeOf } from '../../../../lib/system/errors.ts'
import { writeAtomically } from '../../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../../lib/text/foreign-json.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import { type Position, position } from '../../../follow/checkpoint.ts'
import { LogFile } from '../../../follow/files/log-file.ts'
import { type ReadingOptions, readContent } from '../../../follow/reading.ts'

/** Most bytes of a saved position. */
const LONGEST = 65_536

const saved = v.pipe(foreignJson, position)

/** Reads a log on, pass by pass: what was rotated away to its end, and what was rewritten from its beginning. */
export class ScannedLog {
  readonly #path: string
  #file: LogFile | undefined
  /** Where the run before ended, until the log is there. */
  #from: Position | undefined

  constructor(path: string, from: Position | undefined) {
    this.#path = path
    this.#from = from
  }

  /** Where reading stands; undefined as long as there was no log. */
  get position(): Position | undefined {
    return this.#file?.position ?? this.#from
  }

  /** Reads all complete lines that were added; returns whether there were any. Throws the system's error. */
  async read(options: ReadingOptions<never>): Promise<boolean> {
    const before = this.#file
    const hadLines = before !== undefined && (await readOn(before, options))
    const file = LogFile.tryOpen(this.#path)
    if (!(file instanceof LogFile)) return hadLines
    if (before?.inode === file.inode && before.device === file.device) {
      file.close()
      return hadLines
    }
    before?.close()
    this.#file = file
    const from = this.#from
    this.#from = undefined
    if (from !== undefined && (from.inode !== file.inode || !file.resume(from))) file.restart()
    return (await readOn(file, options)) || hadLines
  }

  close(): void {
    this.#file?.close()
  }
}

async function readOn(file: LogFile, options: ReadingOptions<never>): Promise<boolean> {
  const parts = readContent(file, { end: Infinity, isFinished: () => false }, options)
  let hadLines = false
  for (;;) {
    const { value, done } = await parts.next()
    if (done !== true) hadLines ||= value.lines > 0
    else if (typeof value === 'object')
      throw new ActionNeeded(`traffic ${plainText(options.path)}: it cannot be read (${value.failure})`)
    else if (value !== 'rewritten') return hadLines
    else {
      file.restart()
      return (await readOn(file, options)) || hadLines
    }
  }
}

/** The saved position; undefined if there is none, or none that can be read. */
export async function savedOffset(path: string): Promise<Position | undefined> {
  try {
    const { success, output } = v.safeParse(saved, await readRegularFile(path, { most: LONGEST }))
    return success ? output : undefined
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Saves a position. Throws the system's error. */
export async function saveOffset(path: string, offset: Position): Promise<void> {
  await writeAtomically(path, `${JSON.stringify(offset)}\n`)
}
