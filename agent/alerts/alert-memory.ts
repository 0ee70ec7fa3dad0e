import { join } from 'node:path'
import * as v from 'valibot'
import { isOutside } from '../../lib/system/errors.ts'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { whyNotOurs } from '../spool/reports/waiting-report.ts'
import { receiverFolder, type SpoolFolders } from '../spool/spool-folders.ts'

const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const remembered = v.object({
  version: v.literal(1),
  /** When the last message was told, in milliseconds since the epoch. */
  told: v.exactOptional(moment),
  /** Reports up to this number were told, or refused for good. */
  settledTo: moment,
  /** A message that some of its recipients have. */
  underWay: v.exactOptional(
    v.object({
      /** It is about the reports up to this number. */
      upTo: moment,
      /** When it was made. */
      time: moment,
      delivered: v.array(v.string()),
      refused: v.array(v.object({ recipient: v.string(), reason: v.string() })),
    }),
  ),
  /** A report for some of whose entries a program was run: its number, and how many of its first ones are over. */
  within: v.exactOptional(v.object({ number: moment, entries: moment })),
  /** When the runs of the last minute began. */
  runs: v.exactOptional(v.array(moment)),
})

/** What an alert remembers from one process to the next. */
export type Remembered = Omit<v.InferOutput<typeof remembered>, 'version'>

/** In bytes; many times what is written. */
const LARGEST = 256 * 1024

/** In `receivers/NAME/told.json`: one write says that a message was told, whatever the cursor says. */
export class AlertMemory {
  readonly #file: string
  #now: Remembered

  private constructor(file: string, now: Remembered) {
    this.#file = file
    this.#now = now
  }

  /** As the last process left it; empty if there is none, or none of this version. */
  static async read(folders: SpoolFolders, name: string): Promise<AlertMemory> {
    const file = join(receiverFolder(folders, name), 'told.json')
    const text = await readRegularFile(file, { fault: whyNotOurs, most: LARGEST }).catch((error: unknown) => {
      if (!isOutside(error)) throw error
      return ''
    })
    const read = v.safeParse(v.pipe(foreignJson, remembered), text)
    return new AlertMemory(file, read.success ? read.output : { settledTo: 0 })
  }

  get now(): Remembered {
    return this.#now
  }

  /** Remembers something; durable when this resolves. Until then, and if it fails, it holds for this process. */
  async note(now: Remembered): Promise<void> {
    this.#now = now
    await writeAtomically(this.#file, `${JSON.stringify({ ...now, version: 1 })}\n`)
  }
}
