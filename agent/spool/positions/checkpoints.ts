import type { Tell } from '../../../lib/notice/notice.ts'
import { messageOf } from '../../../lib/system/errors.ts'
import { syncFolder } from '../../../lib/system/files/atomic-file.ts'
import type { Checkpoint } from '../../follow/checkpoint.ts'
import { spoolNotices } from '../notices.ts'
import type { Report, Step } from '../reports/report-file.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { type Checkpoints, saveCheckpoints } from './saved-checkpoints.ts'

/**
 * How long a position may be newer in memory than on disk, in milliseconds; after a crash only lines without events are
 * read again.
 */
const SAVE_DELAY = 1000

/** What is saved with the positions where there are rules. */
export type Settled = Required<Pick<Checkpoints, 'rules' | 'unheard'>>

/** Calls what it is given when all that the rules have heard of is sealed; undefined where that does not come. */
type WhenSettled = <T>(act: (settled: Settled) => T) => Promise<T | undefined>

/** Removes files of inboxes so that no power cut brings them back; resolves with those that are gone. */
type Remove = (names: readonly string[]) => Promise<readonly string[]>

/** The positions of all sources, on their way to disk; to be closed, so that what comes last is saved. */
export class CheckpointStore {
  readonly #folders: Pick<SpoolFolders, 'root' | 'parsed'>
  readonly #tell: Tell
  readonly #sources: Record<string, Record<string, Checkpoint>>
  /** Files of inboxes that are taken, and perhaps not removed yet. */
  readonly #taken: Set<string>
  #sequence: number
  /** The newest report whose link to the API's folder survives a power cut. */
  #linked: number
  #rules: WhenSettled | undefined
  #remove: Remove | undefined
  #closed = false
  #failing = false
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> = Promise.resolve()
  /** Whether a save waits for the one before it to end: it takes along what changes meanwhile. */
  #hasNext = false

  constructor(folders: Pick<SpoolFolders, 'root' | 'parsed'>, current: Checkpoints, tell: Tell) {
    this.#folders = folders
    this.#sources = structuredClone(current.sources)
    this.#taken = new Set(current.taken)
    this.#sequence = current.sequence
    this.#linked = current.sequence
    this.#tell = tell
  }

  /** From now on what rules know is saved with the positions, at moments when both belong together. */
  saveWith(rules: WhenSettled): void {
    this.#rules = rules
  }

  /**
   * From now on taken files of inboxes are removed once that is saved: until then a start needs them, as the rules must
   * hear of them again.
   */
  removeWith(remove: Remove): void {
    this.#remove = remove
    if (this.#taken.size > 0) this.#saveLater()
  }

  /** Whether a file of an inbox is taken, and only still to be removed. */
  isTaken(name: string): boolean {
    return this.#taken.has(name)
  }

  /** Where a source goes on; undefined where it, or its path, has never been followed. */
  of(source: string, path: string): Checkpoint | undefined {
    return this.#sources[source]?.[path]
  }

  /** The paths of a source that have been followed and are not forgotten. */
  pathsOf(source: string): readonly string[] {
    return Object.keys(this.#sources[source] ?? {})
  }

  /**
   * Notes a position up to which all is sealed, by report number `sequence` where it is new; it is saved within a
   * second.
   */
  advance(source: string, path: string, position: Checkpoint, sequence: number = this.#sequence): void {
    const paths = (this.#sources[source] ??= {})
    paths[path] = position
    this.#sequence = sequence
    this.#saveLater()
  }

  /**
   * Notes the positions that some steps reach, and what was taken from inboxes, all sealed by report number `sequence`
   * where that is new; steps of the past that was read again reach none, and note nothing.
   */
  advanceAll(
    steps: readonly Pick<Step, 'source' | 'path' | 'next'>[],
    { sequence = this.#sequence, taken = [] }: { readonly sequence?: number; readonly taken?: Report['taken'] } = {},
  ): void {
    if (steps.length > 0 && steps.every(({ next }) => next === undefined)) return
    const isNew = sequence !== this.#sequence || taken.length > 0
    for (const name of taken) this.#taken.add(name)
    this.#sequence = sequence
    for (const { source, path, next } of steps) if (next !== undefined) this.advance(source, path, next)
    if (isNew) this.#saveLater()
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
    if (pending && !this.#hasNext) {
      this.#hasNext = true
      this.#saving = this.#saving.then(() => this.#write())
    }
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

  /** With what the rules know where there are some; undefined where they know more than is sealed. */
  #settled(): Promise<Checkpoints | undefined> {
    const now = ({ rules, unheard = [] }: Partial<Settled> = {}): Checkpoints =>
      structuredClone({
        version: 1,
        sequence: this.#sequence,
        sources: this.#sources,
        ...(rules && { rules }),
        ...(unheard.length > 0 && { unheard }),
        ...(this.#taken.size > 0 && { taken: [...this.#taken] }),
      })
    return this.#rules === undefined ? Promise.resolve(now()) : this.#rules(now)
  }

  async #save(current: Checkpoints): Promise<void> {
    const { root, parsed } = this.#folders
    // A start makes the links of newer reports alone.
    if (current.sequence > this.#linked) await syncFolder(parsed)
    this.#linked = current.sequence
    await saveCheckpoints(root, current)
    const gone = (current.taken && (await this.#remove?.(current.taken))) ?? []
    for (const name of gone) this.#taken.delete(name)
    // Or each start would look for them again.
    if (gone.length > 0 && !this.#closed) this.#saveLater()
  }

  async #write(): Promise<void> {
    this.#hasNext = false
    try {
      const current = await this.#settled()
      if (current !== undefined) await this.#save(current)
      this.#failing = false
    } catch (error) {
      if (!this.#failing) this.#tell(spoolNotices.checkpointsUnsaved(this.#folders.root, messageOf(error)))
      this.#failing = true
      if (!this.#closed) this.#saveLater()
    }
  }
}
