import { codeOf } from '../../../lib/system/errors.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, tryRead } from '../files/open-file.ts'
import type { Gap } from '../gap.ts'
import { sourceNotices } from '../notices.ts'
import { LostPositions } from '../search/lost-positions.ts'
import { SavedPositions } from '../search/saved-positions.ts'
import { SeenFiles, asSeen } from '../search/seen-files.ts'
import { Arrivals } from './arrivals.ts'
import { BindMount } from './bind-mount.ts'
import { insertFound, insertSeen, resumeSaved } from './found-segments.ts'
import { PathLook } from './path-look.ts'
import { ReadFailure } from './read-failure.ts'
import { ReleasedFile } from './released-file.ts'
import { Segment } from './segment.ts'
import { Segments } from './segments.ts'
import { type StartState, settleStart } from './start-position.ts'
import type { TrailOptions } from './trail-options.ts'

/** What a log at rest has: its file, closed or not, and what stood at the path when that was last looked at. */
export interface RestingFile {
  readonly place: PathLook
  readonly held: LogFile | ReleasedFile
}

/** The files of one source that may still have bytes to read, oldest first; the last one is the one at the path. */
export class Trail {
  readonly #options: TrailOptions
  readonly #lost: LostPositions
  readonly readFailure: ReadFailure
  /** What stood at the path when it was last looked at. */
  readonly #place: PathLook
  readonly segments = new Segments()
  readonly #bindMount: BindMount
  #saved: SavedPositions
  readonly #seen: SeenFiles
  readonly #arrivals: Arrivals
  /** Whether the last look found a file at the path. */
  #isThere = false
  #released: ReleasedFile | undefined

  /**
   * Continues at a checkpoint or, without one, at the configured start of the file that the first look finds; with the
   * file that `rested` there.
   */
  constructor(options: TrailOptions, from: Checkpoint | undefined, rested?: RestingFile) {
    this.#options = options
    this.#lost = new LostPositions(options)
    this.readFailure = new ReadFailure(options)
    this.#bindMount = new BindMount(options)
    this.#place = rested?.place ?? new PathLook(options.path)
    if (rested?.held instanceof LogFile) this.segments.push(new Segment(rested.held))
    else this.#released = rested?.held
    this.#saved = new SavedPositions(options, this.segments.count > 0 ? [] : (from?.files ?? []), options.siblings)
    this.#seen = new SeenFiles(options, from ?? { files: [] }, options.siblings)
    const { segments } = this
    this.#arrivals = new Arrivals({ options, segments, lost: this.#lost, seen: this.#seen, isNew: from === undefined })
  }

  get files(): readonly OpenFile[] {
    return this.segments.files
  }

  /** The files that may be read now: everything before them is open, or does not exist. */
  get ready(): readonly OpenFile[] {
    return this.#lost.readyOf(this.files)
  }

  /** Where reading of this source continues; meaningful from the first look that brings news. */
  get checkpoint(): Checkpoint {
    const files = this.#lost.positionsWith(this.files, this.segments.toSave(this.lost > 0))
    const { pending, holdNewest } = this.#saved
    const all = holdNewest ? [...files, ...pending] : [...pending, ...files]
    const seen = [...this.#seen.waiting, ...this.segments.unsaved.map(asSeen)]
    return seen.length === 0 ? { files: all } : { files: all, seen }
  }

  /** Whether a file that left the path, and ends at `end`, has been silent for the grace time or is handed over. */
  isFinished(file: OpenFile, end: number): boolean {
    const { oldest, last } = this.segments
    const segment = this.segments.isSettled(file) ? this.segments.of(file) : undefined
    const isGiven = segment?.isLeaving === true && this.isWanted(file)
    if (!isGiven && segment?.isSilent(end, this.#options.elapsed()) !== true) return false
    // Keep it: later files are found through it, or earlier ones are still unread.
    if ((this.#arrivals.areBehind && segment === last) || !this.ready.includes(file)) return false
    // A compressed copy stays as long as an older file does or is searched for: otherwise it would count as unread.
    if (file instanceof LogFile) return !this.segments.isFoundAgain(file)
    return segment === oldest && !this.#lost.isBefore(file)
  }

  /** Whether another log of the folder waits for a file, because it was renamed. */
  isWanted({ inode }: OpenFile): boolean {
    return this.#options.siblings?.isWanted(inode) === true
  }

  /** Whether it reads, or still has to read, the file with this inode. */
  holds(inode: string): boolean {
    return [...this.segments.held, ...this.#saved.pending].some((each) => each.inode === inode)
  }

  /** Looks at which file is at the path; true if that is news worth a checkpoint. */
  look(): boolean {
    const { path } = this.#options
    this.#isThere = false
    this.#bindMount.check()
    this.#lost.add(...resumeSaved(this.#saved.open(), this.segments, this.#options, this.#released !== undefined))
    let file: LogFile | undefined
    try {
      this.#place.look()
      file = this.#isLast() ? undefined : LogFile.open(path)
    } catch (error) {
      return this.#lookedInVain(codeOf(error) ?? 'unknown')
    }
    this.#isThere = true
    const isMissing = this.#giveUp(file)
    this.#released = undefined
    return (file !== undefined && this.#arrivals.add(file)) || isMissing
  }

  /** Everything that was found could be read. */
  wasRead(): void {
    if (this.#isThere) this.readFailure.end()
  }

  /** Whether there is nothing at the path, and nothing left to read of what was there. */
  get isGone(): boolean {
    return !this.#isThere && this.segments.count === 0 && !this.isSearching && !this.readFailure.isOngoing
  }

  /** Whether to look again soon, even without a hint: a file is leaving, lost, or cannot be read. */
  get isUnsettled(): boolean {
    const { leaving, areUnsettled } = this.segments
    return leaving.length > 0 || this.isSearching || this.readFailure.isOngoing || areUnsettled
  }

  /**
   * The content of a file was replaced: the rest of the previous content is searched for, and the file is read from its
   * beginning. A file that was read to its end after it left the path is dropped: it was overwritten, as by the next
   * copy.
   */
  lose(file: OpenFile): void {
    const { position } = file
    const segment = this.segments.of(file)
    if (!(file instanceof LogFile) || segment === undefined) return
    this.#lost.add({ position, wanted: 'rest', end: file.end, ...(segment.wasReadToEnd ? {} : { file }) })
    if (segment.wasReadToEnd) return this.drop(file)
    file.restart()
    segment.rewrite = { positions: [position], own: position, since: this.#options.elapsed() }
    this.#options.siblings?.renew(this.#options.path)
  }

  /** How many positions are to be searched for, or wait for a copy that is still being written. */
  get lost(): number {
    return this.#lost.count
  }

  /** Whether anything is searched for, or waits until it is. */
  get isSearching(): boolean {
    return this.lost > 0 || this.#seen.waiting.length > 0
  }

  /** Settles the start position of a file if need be; `isRead`: whether another one could be read to its end. */
  async settleStart(file: OpenFile, isRead: (other: OpenFile) => boolean): Promise<StartState> {
    const segment = this.segments.of(file)
    const isThere = (other: OpenFile): boolean => this.files.includes(other) && isRead(other)
    return segment === undefined ? 'known' : settleStart(segment, isThere, this.#options)
  }

  /** Searches for everything lost; returns whether some of it was found or given up, and what is gone for good. */
  async recover(): Promise<{ readonly isNews: boolean; readonly gaps: readonly Gap[] }> {
    // A file whose content was replaced must not be taken for the copy that was made of it.
    for (const file of this.files) if (tryRead(file) === 'rewritten') this.lose(file)
    const before = this.#lost.count
    const recovered = await this.#lost.recover(this.files)
    insertFound(recovered, this.#seen, this.segments, this.#options)
    const seen = this.#isAllFound ? insertSeen(this.#seen, this.segments, this.#options) : undefined
    return {
      isNews: seen?.isNews === true || this.#lost.count < before,
      gaps: [...recovered.gaps, ...(seen?.gaps ?? [])],
    }
  }

  /** Whether names and contents have told all they can of what came to the path. */
  get #isAllFound(): boolean {
    const isLooked = this.#isThere || (this.#options.isOneOfMany && !this.readFailure.isOngoing)
    return isLooked && this.lost === 0 && !this.#arrivals.areBehind && this.#saved.pending.length === 0
  }

  /** Leaves a file for good; the checkpoint no longer contains it. */
  drop(file: OpenFile): void {
    this.segments.remove(file)
    file.close()
  }

  /** Closes the file if it is the only one and nothing is searched for; the next look opens it again. */
  release(): void {
    const { last: segment, count } = this.segments
    const isAlone = count === 1 && !this.isSearching && this.#saved.pending.length === 0
    if (segment === undefined || !isAlone || segment.isLeaving || !(segment.file instanceof LogFile)) return
    this.#released = ReleasedFile.of(this.#options.path, segment.file)
    if (this.#released === undefined) return
    this.#saved = new SavedPositions(this.#options, [this.#released.position], this.#options.siblings)
    this.close()
  }

  /** Whether the only file was released, and has nothing new. */
  isIdle(): boolean {
    return this.#released?.isUnchanged() === true
  }

  /** Whether another look would find the same, provided that everything the last one found was read. */
  isUnchanged(): boolean {
    this.#bindMount.check()
    if (this.#released !== undefined) return this.isIdle()
    return this.#isAlone && this.#place.again() === 'unchanged'
  }

  /** The file to rest with, if nothing else is to be done; the trail is not to be used any more. */
  rest(): RestingFile | undefined {
    const file = this.#isAlone ? this.segments.last?.file : undefined
    const isAtRest = file instanceof LogFile && !file.skipping && !this.segments.mayRepeat(file)
    const held = isAtRest ? file : this.isIdle() ? this.#released : undefined
    return held === undefined || this.#bindMount.isOne ? undefined : { place: this.#place, held }
  }

  close(): void {
    this.segments.close()
  }

  /** Whether it has one file, the one at the path, and nothing is to be found out. */
  get #isAlone(): boolean {
    return this.segments.count === 1 && this.#isThere && !this.isUnsettled && !this.#arrivals.areBehind
  }

  /** Whether the file at the path is still the last one, or is it again. */
  #isLast(): boolean {
    const { last } = this.segments
    if (last === undefined || !this.#place.isOf(last.file)) return false
    last.comeBack()
    return true
  }

  /** Since the path can be read, saved files not found by now have moved or are gone; true if there are any. */
  #giveUp(file: LogFile | undefined): boolean {
    const gone = this.#saved.giveUp(file && (this.segments.of(file)?.file ?? file))
    this.#lost.addMissing(gone, this.#saved.all)
    return gone.length > 0
  }

  /**
   * The path cannot be opened. Files without a name are not kept for ever: that would hold their disk space as well.
   */
  #lookedInVain(code: string): boolean {
    const { path, source, tell, isOneOfMany } = this.#options
    const isAbsent = code === 'ENOENT' || code === 'ENOTDIR'
    if (!isAbsent) this.readFailure.begin(code)
    if (isAbsent && isOneOfMany) this.#lost.addMissing(this.#saved.giveUp(), this.#saved.all)
    const { last } = this.segments
    if (last !== undefined && (!last.file.isLinked() || this.isWanted(last.file))) last.leave(this.#options.elapsed())
    if (!this.#arrivals.isNew || !isAbsent) return false
    tell(sourceNotices.sourceMissing(source, path))
    this.#arrivals.isNew = false
    return true
  }
}
