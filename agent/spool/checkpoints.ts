import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { type Checkpoint, checkpoint } from '../follow/checkpoint.ts'
import { type Tell, notices } from '../notice.ts'
import { syncFolder, writeSynced } from '../system/atomic-file.ts'
import { codeOf, messageOf } from '../system/errors.ts'
import { readRegularFile } from '../system/regular-file.ts'

/** Where reading of each source goes on, and the newest report that this takes into account. */
export interface Checkpoints {
  readonly version: 1
  readonly sequence: number
  /** By the name of the source, then by the path of the log. */
  readonly sources: Readonly<Record<string, Readonly<Record<string, Checkpoint>>>>
}

const checkpoints: v.GenericSchema<unknown, Checkpoints> = v.object({
  version: v.literal(1),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sources: v.record(v.string(), v.record(v.string(), checkpoint)),
})

const CURRENT = 'checkpoints.json'
/** On its way to become the current one; whole, and then the newest, where a crash came between the two renames of a save. */
const NEXT = 'checkpoints.json.tmp'
const PREVIOUS = 'checkpoints.previous.json'

/** Where a current file that cannot be used is kept for a person to look at; one alone, the newest. */
const SET_ASIDE = 'checkpoints.unreadable.json'

/**
 * The checkpoints in a state folder, or those before them where no whole ones of this version are there; undefined without
 * any. Whose a file is does not matter: into this folder (0700) none but the agent's user and root can have put it.
 */
export async function loadCheckpoints(folder: string, tell: Tell): Promise<Checkpoints | undefined> {
  const unsaved = (error: unknown): void => tell(notices.checkpointsUnsaved(folder, messageOf(error)))
  for (const name of [CURRENT, NEXT, PREVIOUS]) {
    const file = join(folder, name)
    try {
      const found = parseCheckpoints(await readRegularFile(file))
      // The next save begins by removing it.
      if (name === NEXT) await replace(file, join(folder, CURRENT)).catch(unsaved)
      return found
    } catch (error) {
      // Half of the next one is what many a crash leaves.
      if (codeOf(error) === 'ENOENT' || name === NEXT) continue
      tell(notices.checkpointsUnreadable(file, messageOf(error)))
      // Left in its place, it would be saved as the copy before the next ones, over the good one that is there.
      if (name === CURRENT) await replace(file, join(folder, SET_ASIDE)).catch(unsaved)
    }
  }
  return undefined
}

/** The same without a word, and without a change: for who only looks, while the collector may save. */
export async function peekCheckpoints(folder: string): Promise<Checkpoints | undefined> {
  for (const name of [CURRENT, NEXT, PREVIOUS]) {
    try {
      return parseCheckpoints(await readRegularFile(join(folder, name)))
    } catch (error) {
      if (codeOf(error) !== undefined && codeOf(error) !== 'ENOENT') throw error
    }
  }
  return undefined
}

/** Reads the text of saved checkpoints; throws where it is none of this version. */
export function parseCheckpoints(text: string): Checkpoints {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), checkpoints), text)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Error(`no checkpoints of this version: ${v.getDotPath(issue) ?? 'the text'}: ${issue.message}`)
}

/** Renames a file, and where that or its target is a folder too. */
async function replace(file: string, target: string): Promise<void> {
  try {
    await rename(file, target)
  } catch (error) {
    if (!['EISDIR', 'ENOTDIR', 'ENOTEMPTY'].includes(codeOf(error) ?? '')) throw error
    await rm(target, { recursive: true })
    await rename(file, target)
  }
}

/** How long a position may be newer in memory than on disk, in milliseconds; after a crash only lines without events are read again. */
const SAVE_DELAY = 1000

/** The positions of all sources, on their way to disk; to be closed, so that what comes last is saved. */
export class CheckpointStore {
  readonly #folder: string
  readonly #tell: Tell
  readonly #sources: Record<string, Record<string, Checkpoint>>
  #sequence: number
  #closed = false
  #failing = false
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> = Promise.resolve()

  constructor(folder: string, current: Checkpoints, tell: Tell) {
    this.#folder = folder
    this.#sources = structuredClone(current.sources)
    this.#sequence = current.sequence
    this.#tell = tell
  }

  /** Where a source goes on; undefined where it, or its path, has never been followed. */
  of(source: string, path: string): Checkpoint | undefined {
    return this.#sources[source]?.[path]
  }

  /** The paths of a source that have been followed and are not forgotten. */
  pathsOf(source: string): readonly string[] {
    return Object.keys(this.#sources[source] ?? {})
  }

  /** Notes a position up to which all is sealed, by report number `sequence` where it is new; it is saved within a second. */
  advance(source: string, path: string, position: Checkpoint, sequence: number = this.#sequence): void {
    const paths = (this.#sources[source] ??= {})
    paths[path] = position
    this.#sequence = sequence
    this.#saveLater()
  }

  /** A log is gone for good, and all of it sealed. */
  forget(source: string, path: string): void {
    delete this.#sources[source]?.[path]
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
    const next = join(this.#folder, NEXT)
    try {
      const current: Checkpoints = { version: 1, sequence: this.#sequence, sources: this.#sources }
      await writeSynced(next, `${JSON.stringify(current)}\n`)
      await replace(name, join(this.#folder, PREVIOUS)).catch(ignoreMissing)
      await rename(next, name)
      await syncFolder(this.#folder)
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
