import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { type Checkpoint, checkpoint } from '../follow/checkpoint.ts'
import { type Tell, notices } from '../notice.ts'
import { writeAtomically } from '../system/atomic-file.ts'
import { codeOf, messageOf } from '../system/errors.ts'

/** Where reading of each source goes on, and the newest report that this takes into account. */
export interface Checkpoints {
  readonly version: 1
  readonly sequence: number
  readonly sources: Readonly<Record<string, { readonly path: string; readonly checkpoint: Checkpoint }>>
}

const checkpoints: v.GenericSchema<unknown, Checkpoints> = v.object({
  version: v.literal(1),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sources: v.record(v.string(), v.object({ path: v.string(), checkpoint })),
})

const CURRENT = 'checkpoints.json'
const PREVIOUS = 'checkpoints.previous.json'

/** The checkpoints in a state folder, or those before them where a crash of the disk left no whole ones; undefined without any. */
export async function loadCheckpoints(folder: string, tell: Tell): Promise<Checkpoints | undefined> {
  for (const name of [CURRENT, PREVIOUS]) {
    const file = join(folder, name)
    try {
      return v.parse(v.pipe(v.string(), v.parseJson(), checkpoints), await readFile(file, 'utf8'))
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') tell(notices.checkpointsUnreadable(file, messageOf(error)))
    }
  }
  return undefined
}

/** How long a position may be newer in memory than on disk, in milliseconds; after a crash only lines without events are read again. */
const SAVE_DELAY = 1000

/** The positions of all sources, on their way to disk; to be closed, so that what comes last is saved. */
export class CheckpointStore {
  readonly #folder: string
  readonly #tell: Tell
  #current: Checkpoints
  #closed = false
  #failing = false
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> = Promise.resolve()

  constructor(folder: string, current: Checkpoints, tell: Tell) {
    this.#folder = folder
    this.#current = current
    this.#tell = tell
  }

  /** Where a source goes on; undefined where it, or its path, has never been followed. */
  of(source: string, path: string): Checkpoint | undefined {
    const saved = this.#current.sources[source]
    return saved?.path === path ? saved.checkpoint : undefined
  }

  /** Notes a position up to which all is sealed, by report number `sequence` where it is new; it is saved within a second. */
  advance(source: string, path: string, position: Checkpoint, sequence: number = this.#current.sequence): void {
    const sources = { ...this.#current.sources, [source]: { path, checkpoint: position } }
    this.#current = { version: 1, sequence, sources }
    this.#saveLater()
  }

  /** Saves now what is not saved yet. A failure is told and tried again later: the spool holds what was found. */
  async save(): Promise<void> {
    const pending = this.#timer !== undefined
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (pending) this.#saving = this.#saving.then(() => this.#write())
    await this.#saving
  }

  /** Saves for the last time: from now on another process may. */
  async close(): Promise<void> {
    this.#closed = true
    await this.save()
  }

  #saveLater(): void {
    this.#timer ??= setTimeout(() => void this.save(), SAVE_DELAY)
  }

  async #write(): Promise<void> {
    const name = join(this.#folder, CURRENT)
    try {
      // A crash before the next line has done its work leaves the copy, which is then used.
      await rename(name, join(this.#folder, PREVIOUS)).catch(ignoreMissing)
      await writeAtomically(name, `${JSON.stringify(this.#current)}\n`)
      this.#failing = false
    } catch (error) {
      if (!this.#failing) this.#tell(notices.checkpointsUnsaved(name, messageOf(error)))
      this.#failing = true
      if (!this.#closed) this.#saveLater()
    }
  }
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error
}
