import { codeOf } from '../../../lib/system/errors.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, tryRead } from '../files/open-file.ts'
import type { Gap } from '../gap.ts'
import { sourceNotices } from '../notices.ts'
import { LostPositions } from '../search/lost-positions.ts'
import { MOST_OPEN_COPIES } from '../search/missed-files.ts'
import { SavedPositions } from '../search/saved-positions.ts'
import { SeenFiles, asSeen } from '../search/seen-files.ts'
import { BindMount } from './bind-mount.ts'
import { insertFound, insertSeen, resumeSaved } from './found-segments.ts'
import { PathLook, type PathChange } from './path-look.ts'
import { ReadFailure } from './read-failure.ts'
import { ReleasedFile } from './released-file.ts'
import { Segment } from './segment.ts'
import { Segments } from './segments.ts'
import { type StartState, settleStart } from './start-position.ts'
import { findSuccessors, successorsOf } from './successors.ts'
import type { TrailOptions } from './trail-options.ts'

/** The files of one source that may still have bytes to read, oldest first; the last one is the one at the path. */
export class Trail {
  readonly #options: TrailOptions
  readonly #lost: LostPositions
  readonly readFailure: ReadFailure
  /** What stood at the path when it was last looked at. */
  readonly place: PathLook
  readonly segments = new Segments()
  readonly #bindMount: BindMount
  #saved: SavedPositions
  readonly #seen: SeenFiles
  #isNew: boolean
  /** Whether more files came and went than are opened at once: those after the last one are to be found later. */
  #isBehind = false
  /** Whether the last look found a file at the path. */
  #isThere = false
  #released: ReleasedFile | undefined

  /** Continues at a checkpoint or, without one, at the configured start of the file that the first look finds. */
  constructor(options: TrailOptions, from: Checkpoint | undefined) {
    this.#options = options
    this.#lost = new LostPositions(options)
    this.readFailure = new ReadFailure(options)
    this.#bindMount = new BindMount(options)
    this.place = new PathLook(options.path)
    this.#isNew = from === undefined
    this.#saved = new SavedPositions(options, from?.files ?? [], options.siblings)
    this.#seen = new SeenFiles(options, from ?? { files: [] }, options.siblings)
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
    if ((this.#isBehind && segment === last) || !this.ready.includes(file)) return false
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
      this.place.look()
      file = this.#isLast() ? undefined : LogFile.open(path)
    } catch (error) {
      return this.#lookedInVain(codeOf(error) ?? 'unknown')
    }
    this.#isThere = true
    const isMissing = this.#giveUp(file)
    this.#released = undefined
    return (file !== undefined && this.#arrive(file)) || isMissing
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
    return isLooked && this.lost === 0 && !this.#isBehind && this.#saved.pending.length === 0
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

  /** What another look would find, provided that everything the last one found was read; news is told once. */
  glance(): PathChange {
    this.#bindMount.check()
    if (this.#released !== undefined) return this.isIdle() ? 'unchanged' : 'other'
    const isAlone = this.segments.count === 1 && this.#isThere && !this.isUnsettled && !this.#isBehind
    return isAlone ? this.place.again() : 'other'
  }

  close(): void {
    this.segments.close()
  }

  /** Whether the file at the path is still the last one, or is it again. */
  #isLast(): boolean {
    const { last } = this.segments
    if (last === undefined || !this.place.isOf(last.file)) return false
    last.comeBack()
    return true
  }

  /** Since the path can be read, saved files not found by now have moved or are gone; true if there are any. */
  #giveUp(file: LogFile | undefined): boolean {
    const gone = this.#saved.giveUp(file && (this.segments.of(file)?.file ?? file))
    this.#lost.addMissing(gone, this.#saved.all)
    return gone.length > 0
  }

  /** Another file than the last one is at the path; true if that is news. */
  #arrive(file: LogFile): boolean {
    if (this.#isBehind && this.segments.count >= MOST_OPEN_COPIES) return this.#see(file)
    if (this.#isNew && this.#options.start === 'end') file.skipToEnd()
    this.#isNew = false
    return this.#follow(file)
  }

  /**
   * Continues with another file at the path, or with one that was renamed away and back. True if that is news; if its
   * start position has to be settled first, it is not yet.
   */
  #follow(file: LogFile): boolean {
    const { path, source, tell, elapsed, siblings } = this.#options
    const known = this.segments.of(file)
    const { last } = this.segments
    const hadLeft = last?.isLeaving === true
    this.segments.leave(elapsed())
    siblings?.renew(path)
    if (known === undefined && last !== undefined) return this.#continueWith(file, last, hadLeft)
    if (known !== undefined) {
      file.close()
      this.segments.remove(known.file)
      known.comeBack()
    }
    const mayBeKnown = known === undefined && siblings !== undefined
    if (known === undefined && !mayBeKnown) tell(sourceNotices.sourceFound(source, path, file.offset))
    this.segments.push(known ?? new Segment(file, mayBeKnown ? { predecessors: [] } : undefined))
    return !mayBeKnown
  }

  /** Continues with what came to the path after the last file; true if other files came and went in between. */
  #continueWith(file: LogFile, last: Segment, hadLeft: boolean): boolean {
    // What came after a file that had left is known already, or was given up.
    const isDirect = hadLeft && last.file.isLinked() && !this.#isBehind
    const { segments, later, lost } = isDirect
      ? successorsOf(last, file, this.#options)
      : findSuccessors(this.files, last, file, this.#options)
    if (lost !== undefined) this.#lost.add(lost)
    this.segments.push(...segments)
    this.#isBehind = later.length > 0
    const isNew = this.#isBehind && this.#see(file)
    this.#seen.addCopies(later, this.files)
    return isNew || segments.some((segment) => segment.file !== file)
  }

  /** Closes a file at the path that has to wait until those before it are read; true if it is a new one. */
  #see(file: LogFile): boolean {
    const isNew = this.#seen.add(file, this.files)
    file.close()
    return isNew
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
    if (!this.#isNew || !isAbsent) return false
    tell(sourceNotices.sourceMissing(source, path))
    this.#isNew = false
    return true
  }
}
