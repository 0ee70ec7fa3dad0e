import { type BigIntStats, statSync } from 'node:fs'
import { codeOf } from '../../../lib/system/errors.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, tryRead } from '../files/open-file.ts'
import type { Gap } from '../gap.ts'
import { sourceNotices } from '../notices.ts'
import { type Lost, LostPositions } from '../search/lost-positions.ts'
import { MOST_OPEN_COPIES, type Newer, openBetween } from '../search/missed-files.ts'
import { SavedPositions } from '../search/saved-positions.ts'
import { BoundFile } from './bind-mount.ts'
import { Trouble } from './read-failure.ts'
import { RestedFile, isUnchanged } from './released-file.ts'
import { Stretch } from './segment.ts'
import { Stretches } from './segments.ts'
import { type Placing, place } from './start-position.ts'
import type { TrailOptions } from './trail-options.ts'

/** The files of one source that still have bytes to read, oldest first; the last one is the one at the path. */
export class Trail {
  readonly #options: TrailOptions
  readonly #lost: LostPositions
  /** What keeps it from being read. */
  readonly trouble: Trouble
  readonly stretches = new Stretches()
  readonly #bound: BoundFile
  #saved: SavedPositions
  #unseen: boolean
  /** Whether more files came and went than are held open at once: what came after the last one is looked for again. */
  #isBehind = false
  /** Whether the last look found a file at the path. */
  #isThere = false
  #rested: RestedFile | undefined
  #looked: BigIntStats | undefined

  /** Takes up where a checkpoint ended; without one, at the configured start of what the first look finds. */
  constructor(options: TrailOptions, from: Checkpoint | undefined) {
    this.#options = options
    this.#lost = new LostPositions(options)
    this.trouble = new Trouble(options)
    this.#bound = new BoundFile(options)
    this.#unseen = from === undefined
    this.#saved = new SavedPositions(options, from?.files ?? [], options.siblings)
  }

  get files(): readonly OpenFile[] {
    return this.stretches.files
  }

  /** Those of them whose turn it is: what comes before them is open, or is not there. */
  get ready(): readonly OpenFile[] {
    const { files } = this
    const first = files.findIndex((file) => this.#lost.waitBefore(file))
    return first === -1 ? files : files.slice(0, first)
  }

  /** Where reading of this source stands; means something only from the first look that brought news. */
  get checkpoint(): Checkpoint {
    const files = this.#lost.positionsWith(this.files, this.stretches.toSave(this.lost > 0))
    const { pending, holdNewest } = this.#saved
    return { files: holdNewest ? [...files, ...pending] : [...pending, ...files] }
  }

  /** Whether a file that left the path, and ends here now, has been silent for the grace time. */
  isFinished(file: OpenFile, end: number): boolean {
    const { oldest, last } = this.stretches
    const stretch = this.stretches.isKnown(file) ? this.stretches.of(file) : undefined
    const isGiven = stretch?.isLeaving === true && this.isWanted(file)
    if (!isGiven && stretch?.isSilent(end, this.#options.elapsed()) !== true) return false
    // What came after it is known by it.
    if (this.#isBehind && stretch === last) return false
    // As long as an older file is kept, or looked for, so is a compressed copy: it would be taken for unread.
    return file instanceof LogFile || (stretch === oldest && !this.#lost.isBefore(file))
  }

  /** Whether another log of the folder goes on with a file, which was renamed. */
  isWanted({ inode }: OpenFile): boolean {
    return this.#options.siblings?.isWanted(inode) === true
  }

  /** Whether it reads, or still has to read, the file with this inode. */
  holds(inode: string): boolean {
    return [...this.stretches.settled, ...this.#saved.pending].some((each) => each.inode === inode)
  }

  /** Looks what the path leads to now; true where that is news worth a checkpoint. */
  look(): boolean {
    const { path } = this.#options
    this.#isThere = false
    this.#bound.look()
    this.#resume()
    let file: LogFile | undefined
    try {
      this.#looked = statSync(path, { bigint: true })
      file = this.#stays(this.#looked) ? undefined : LogFile.open(path)
    } catch (error) {
      return this.#lookedInVain(codeOf(error) ?? 'unknown')
    }
    this.#isThere = true
    const isMissing = this.#giveUp(file)
    this.#rested = undefined
    return (file !== undefined && this.#arrive(file)) || isMissing
  }

  /** All that was found could be read. */
  wasRead(): void {
    if (this.#isThere) this.trouble.end()
  }

  /** Whether nothing is at the path, and nothing that was there is still to be read. */
  get isGone(): boolean {
    return !this.#isThere && this.stretches.count === 0 && this.lost === 0 && !this.trouble.isThere
  }

  /** Whether it has to be looked at again soon, though nothing hints: something leaves, is lost, or cannot be read. */
  get isUnsettled(): boolean {
    return this.stretches.leaving.length > 0 || this.lost > 0 || this.trouble.isThere || this.stretches.areArriving
  }

  /**
   * A file has another content than before: what came after the offset has to be found, and the file begins anew. Not
   * so where it was whole after it had left the path: then it was overwritten, as by a copy of the next one.
   */
  lose(file: OpenFile): void {
    const { position } = file
    const stretch = this.stretches.of(file)
    if (!(file instanceof LogFile) || stretch === undefined) return
    this.#lost.add({ position, wanted: 'rest', end: file.end, ...(stretch.wasWhole ? {} : { file }) })
    if (stretch.wasWhole) return this.drop(file)
    file.restart()
    stretch.regrowth = { positions: [position], own: position, since: this.#options.elapsed() }
    this.#options.siblings?.renew(this.#options.path)
  }

  /** How many positions wait to be looked for, or for a copy that is still being written. */
  get lost(): number {
    return this.#lost.count
  }

  /** Settles where a file begins, if that is not known yet; `isRead` tells whether one could be read to its end. */
  async place(file: OpenFile, isRead: (former: OpenFile) => boolean): Promise<Placing> {
    const stretch = this.stretches.of(file)
    const isThere = (former: OpenFile): boolean => this.files.includes(former) && isRead(former)
    return stretch === undefined ? 'known' : place(stretch, isThere, this.#options)
  }

  /** Looks for all that is lost: whether some of it was found or given up, and what is gone for good. */
  async recover(): Promise<{ readonly isNews: boolean; readonly gaps: readonly Gap[] }> {
    // A handle whose content was replaced must not pass for the copy that was made of it.
    for (const file of this.files) if (tryRead(file) === 'rewritten') this.lose(file)
    const before = this.#lost.count
    const { found, gaps } = await this.#lost.recover(this.files)
    const oldest: Stretch[] = []
    for (const { files, next } of found) {
      const added = files.map((each) => Stretch.ofGone(each, this.#options))
      if (!this.stretches.insert(next, added)) oldest.push(...added)
    }
    this.stretches.unshift(...oldest)
    return { isNews: this.#lost.count < before, gaps }
  }

  /** Leaves a file for good; the checkpoint does not hold it any more. */
  drop(file: OpenFile): void {
    this.stretches.remove(file)
    file.close()
  }

  /** Lets the only file go where there is no other and nothing to look for; the next look takes it up again. */
  rest(): void {
    const { last: stretch, count } = this.stretches
    const isAlone = count === 1 && this.lost === 0 && this.#saved.pending.length === 0
    if (stretch === undefined || !isAlone || stretch.isLeaving || !(stretch.file instanceof LogFile)) return
    this.#rested = RestedFile.of(this.#options.path, stretch.file)
    if (this.#rested === undefined) return
    this.#saved = new SavedPositions(this.#options, [this.#rested.position], this.#options.siblings)
    this.close()
  }

  /** Whether the only file was let go, and there is nothing new in it. */
  isAtRest(): boolean {
    return this.#rested?.isUnchanged() === true
  }

  /** Whether another look would find nothing new, where all that the last one found was read. */
  isQuiet(): boolean {
    this.#bound.look()
    if (this.#rested !== undefined) return this.isAtRest()
    const isAlone = this.stretches.count === 1 && this.#isThere && !this.isUnsettled
    return isAlone && isUnchanged(this.#options.path, this.#looked)
  }

  close(): void {
    this.stretches.close()
  }

  /** Goes on at the saved positions whose files are found. */
  #resume(): void {
    const { source, tell } = this.#options
    const lost: Lost[] = []
    for (const { position, file, path, isKnown, isNewest } of this.#saved.open()) {
      const [next] = this.files
      if (!isKnown) lost.unshift({ position, file, wanted: 'rest' })
      else if (this.#rested === undefined) tell(sourceNotices.sourceFound(source, path, position.offset))
      if (position.waits) lost.unshift({ position, wanted: 'newer copies', ...(next && { next }) })
      if (isNewest) this.stretches.push(new Stretch(file))
      else this.stretches.unshift(new Stretch(file).leave(this.#options.elapsed()))
    }
    this.#lost.add(...lost)
  }

  /** Whether the path still leads to the last file, or does so again. */
  #stays({ dev, ino }: { dev: bigint; ino: bigint }): boolean {
    const { last } = this.stretches
    if (last?.file.device !== String(dev) || last.file.inode !== String(ino)) return false
    last.comeBack()
    return true
  }

  /** The path can be read: what has not been found by now is not where it was. True where there is such. */
  #giveUp(file: LogFile | undefined): boolean {
    const gone = this.#saved.giveUp(file && (this.stretches.of(file)?.file ?? file))
    this.#lost.addMissing(gone, this.#saved.all)
    return gone.length > 0
  }

  /** Another file is at the path than the one that is followed; true where that is news. */
  #arrive(file: LogFile): boolean {
    if (this.#isBehind && this.stretches.count >= MOST_OPEN_COPIES) {
      file.close()
      return false
    }
    if (this.#unseen && this.#options.start === 'end') file.skipToEnd()
    this.#unseen = false
    return this.#follow(file)
  }

  /**
   * Goes on with another file at the path; one that was renamed away and back is taken up where it was left. True where
   * that is news: where the file begins may have to be settled first.
   */
  #follow(file: LogFile): boolean {
    const { path, source, tell, elapsed, siblings } = this.#options
    const known = this.stretches.of(file)
    const { last } = this.stretches
    const hadLeft = last?.isLeaving === true
    this.stretches.leave(elapsed())
    siblings?.renew(path)
    if (known === undefined && last !== undefined) return this.#goOn(file, last, hadLeft)
    if (known !== undefined) {
      file.close()
      this.stretches.remove(known.file)
      known.comeBack()
    }
    const mayBeKnown = known === undefined && siblings !== undefined
    if (known === undefined && !mayBeKnown) tell(sourceNotices.sourceFound(source, path, file.offset))
    this.stretches.push(known ?? new Stretch(file, mayBeKnown ? { formers: [] } : undefined))
    return !mayBeKnown
  }

  /** Goes on with what came after the last file: the one at the path now, and those between them. */
  #goOn(file: LogFile, last: Stretch, hadLeft: boolean): boolean {
    // What came after a file that had been left is known already, or given up.
    const wasLeft = hadLeft && last.file.isLinked() && !this.#isBehind
    const newer = wasLeft ? { files: [], areAll: true } : this.#openBetween(file)
    const formers = [last]
    for (const each of newer.files) {
      const stretch = Stretch.ofGone(each, this.#options, { formers: [...formers] })
      this.stretches.push(stretch)
      formers.unshift(stretch)
    }
    this.#isBehind = !newer.areAll
    if (this.#isBehind) file.close()
    else this.stretches.push(new Stretch(file, { formers, between: newer.files.length }))
    return newer.files.length > 0
  }

  /** Where the names of the copies do not tell what came between, the content of the last file that was read has to. */
  #openBetween(current: LogFile): Newer {
    const newer = openBetween(this.#options, this.files, current)
    const known = this.files.findLast(({ offset }) => offset > 0)
    if (newer === undefined && known !== undefined) {
      this.#lost.add({ position: known.position, next: current, wanted: 'newer copies' })
    }
    return newer ?? { files: [], areAll: true }
  }

  /** Nothing to open at the path. A file without a name is not held for ever: that would hold its disk space too. */
  #lookedInVain(code: string): boolean {
    const { path, source, tell, isOneOfMany } = this.#options
    const absent = code === 'ENOENT' || code === 'ENOTDIR'
    if (!absent) this.trouble.begin(code)
    if (absent && isOneOfMany) this.#lost.addMissing(this.#saved.giveUp(), this.#saved.all)
    const { last } = this.stretches
    if (last !== undefined && (!last.file.isLinked() || this.isWanted(last.file))) last.leave(this.#options.elapsed())
    if (!this.#unseen || !absent) return false
    tell(sourceNotices.sourceMissing(source, path))
    this.#unseen = false
    return true
  }
}
