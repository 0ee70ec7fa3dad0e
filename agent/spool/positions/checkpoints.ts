import type { Tell } from '../../../lib/notice/notice.ts'
import { messageOf } from '../../../lib/system/errors.ts'
import { syncFolder } from '../../../lib/system/files/atomic-file.ts'
import type { Checkpoint } from '../../follow/checkpoint.ts'
import { spoolNotices } from '../notices.ts'
import type { Report, Step } from '../reports/report-file.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { PassedSteps } from './passed-steps.ts'
import { type Checkpoints, saveCheckpoints } from './saved-checkpoints.ts'

/**
 * Milliseconds by which the saved positions may lag behind those in memory. After a crash this costs only lines without
 * events, which are read again.
 */
const SAVE_DELAY = 1000

/** Bytes that are saved in a second, at most: in a flood rules know megabytes, and the disk has more to do then. */
const SAVE_RATE = 262_144

/** What is saved with the positions if there are rules. */
export type Settled = Required<Pick<Checkpoints, 'rules' | 'unheard'>>

/**
 * Calls `act` once everything the rules have heard of is sealed, and seals nothing until that is done; undefined if
 * that never happens.
 */
type WhenSettled = <T>(act: (settled: Settled) => Promise<T>) => Promise<T | undefined>

/** Removes files of inboxes durably; resolves with the names that are gone. */
type Remove = (names: readonly string[]) => Promise<readonly string[]>

/** The positions of all sources, saved with a delay; `close` saves the last ones. */
export class CheckpointStore {
  readonly #folders: Pick<SpoolFolders, 'root' | 'parsed'>
  readonly #tell: Tell
  readonly #sources: Record<string, Record<string, Checkpoint>>
  /** Files of inboxes that are taken, and perhaps not removed yet. */
  readonly #taken: Set<string>
  readonly #passed = new PassedSteps()
  #sequence: number
  /** The newest report whose link to the API's folder survives a power cut. */
  #linked: number
  #rules: WhenSettled | undefined
  #remove: Remove | undefined
  #closed = false
  #failing = false
  /** Milliseconds until the next save; longer than SAVE_DELAY after a large one. */
  #delay = SAVE_DELAY
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> = Promise.resolve()
  /** Whether a save is queued behind a running one; it includes all changes made until it starts. */
  #hasNext = false

  constructor(folders: Pick<SpoolFolders, 'root' | 'parsed'>, current: Checkpoints, tell: Tell) {
    this.#folders = folders
    this.#sources = structuredClone(current.sources)
    this.#taken = new Set(current.taken)
    this.#sequence = current.sequence
    this.#linked = current.sequence
    this.#tell = tell
  }

  /** From now on saves the rules' state with the positions, at moments when the two match. */
  saveWith(rules: WhenSettled): void {
    this.#rules = rules
  }

  /**
   * From now on removes an inbox file once it is saved that it was taken: until then the next start needs the file,
   * because the rules must hear its event again.
   */
  removeWith(remove: Remove): void {
    this.#remove = remove
    if (this.#taken.size > 0) this.#saveLater()
  }

  /** Whether a file of an inbox was taken and only needs removing. */
  isTaken(name: string): boolean {
    return this.#taken.has(name)
  }

  /** The position of a log; undefined if the source or the path has never been followed. */
  of(source: string, path: string): Checkpoint | undefined {
    return this.#sources[source]?.[path]
  }

  /** The paths of a source that have been followed and are not forgotten. */
  pathsOf(source: string): readonly string[] {
    return Object.keys(this.#sources[source] ?? {})
  }

  /**
   * Notes a position up to which everything is sealed, and the number of the report that sealed it if that is new.
   * Saved within a second, unless the last save was large.
   */
  advance(source: string, path: string, position: Checkpoint, sequence: number = this.#sequence): void {
    const paths = (this.#sources[source] ??= {})
    paths[path] = position
    this.#sequence = sequence
    this.#saveLater()
  }

  /**
   * Notes the positions that steps reach, the names taken from inboxes, and the number of the report that sealed them
   * if that is new. Steps of `replay` have no position and change nothing.
   */
  advanceAll(
    steps: readonly Pick<Step, 'source' | 'path' | 'next'>[],
    { sequence = this.#sequence, taken = [] }: { readonly sequence?: number; readonly taken?: Report['taken'] } = {},
  ): void {
    if (steps.length > 0 && steps.every(({ next }) => next === undefined)) return
    const isSealed = sequence !== this.#sequence
    if (isSealed) this.#passed.clear()
    for (const name of taken) this.#taken.add(name)
    this.#sequence = sequence
    for (const { source, path, next } of steps) if (next !== undefined) this.advance(source, path, next)
    if (isSealed || taken.length > 0) this.#saveLater()
  }

  /** Notes steps over lines of which nothing is sealed, and inbox files of whose events that is true. */
  pass(steps: readonly Step[], taken: readonly string[]): void {
    this.#passed.add(steps)
    this.advanceAll(steps, { taken })
  }

  /** The steps that were passed and are not saved yet: the next report names them. */
  get passed(): readonly Step[] {
    return this.#passed.all
  }

  /** Drops a log that is gone for good and sealed to its end. */
  forget(source: string, path: string): void {
    delete this.#sources[source]?.[path]
    this.#saveLater()
  }

  /** Saves pending changes now. A failure gives a notice and is retried later: the spool already holds the events. */
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

  /** Saves for the last time; after this another process may save. */
  async close(): Promise<void> {
    this.#closed = true
    await this.save()
  }

  #saveLater(): void {
    this.#timer ??= setTimeout(() => void this.save(), this.#delay)
  }

  /** The positions now, with the state of the rules if there are any. */
  #current({ rules, unheard = [] }: Partial<Settled>): Checkpoints {
    return {
      version: 1,
      sequence: this.#sequence,
      sources: structuredClone(this.#sources),
      // What rules know can be megabytes; they replace it, and never change it.
      ...(rules && { rules }),
      ...(unheard.length > 0 && { unheard }),
      ...(this.#taken.size > 0 && { taken: [...this.#taken] }),
    }
  }

  /** Saves the positions; resolves with the files of inboxes that are saved as taken. */
  async #save(settled: Partial<Settled>): Promise<Checkpoints['taken']> {
    const { root, parsed } = this.#folders
    const current = this.#current(settled)
    // At its start the collector links only reports newer than the saved sequence.
    if (current.sequence > this.#linked) await syncFolder(parsed)
    this.#linked = current.sequence
    const size = await saveCheckpoints(root, current)
    this.#passed.clear()
    this.#delay = Math.max(SAVE_DELAY, (size / SAVE_RATE) * 1000)
    return current.taken
  }

  async #removeTaken(taken: readonly string[]): Promise<void> {
    const gone = (await this.#remove?.(taken)) ?? []
    for (const name of gone) this.#taken.delete(name)
    // Or each start would look for them again.
    if (gone.length > 0 && !this.#closed) this.#saveLater()
  }

  async #write(): Promise<void> {
    this.#hasNext = false
    try {
      const save = (settled: Partial<Settled>): Promise<Checkpoints['taken']> => this.#save(settled)
      const taken = await (this.#rules === undefined ? save({}) : this.#rules(save))
      if (taken !== undefined) await this.#removeTaken(taken)
      this.#failing = false
    } catch (error) {
      if (!this.#failing) this.#tell(spoolNotices.checkpointsUnsaved(this.#folders.root, messageOf(error)))
      this.#failing = true
      if (!this.#closed) this.#saveLater()
    }
  }
}
