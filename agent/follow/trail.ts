import { type BigIntStats, statSync } from 'node:fs'
import { type Tell, notices } from '../notice.ts'
import { codeOf } from '../system/errors.ts'
import { openNewer } from './between.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Gap } from './gap.ts'
import { LogFile } from './log-file.ts'
import { LostPositions } from './lost-positions.ts'
import { type OpenFile, isSameFile, tryRead } from './open-file.ts'
import { RestedFile, isUnchanged } from './rested-file.ts'
import { SavedPositions } from './saved-positions.ts'
import { Stretch } from './stretch.ts'
import { Trouble } from './trouble.ts'

/** What a trail needs to know of its source. */
export interface TrailOptions {
  readonly source: string
  readonly path: string
  /** A file that goes does not count as one that may come again: it is given up when it is read. */
  readonly isOneOfMany: boolean
  /** Where to begin a file that exists when the source is seen for the first time. */
  readonly start: 'end' | 'beginning'
  readonly tell: Tell
  /** Ends a search. */
  readonly signal?: AbortSignal
  /** Milliseconds since some moment, by a clock that never steps. */
  readonly elapsed: () => number
}

/** What a search for lost positions brought: whether some of it was found or given up, and what is gone for good. */
export interface Recovered {
  readonly isNews: boolean
  readonly gaps: readonly Gap[]
}

/** The files of one source that still have bytes to read, oldest first; the last one is the one at the path. */
export class Trail {
  readonly #options: TrailOptions
  readonly #lost: LostPositions
  /** What keeps it from being read. */
  readonly trouble: Trouble
  #stretches: Stretch[] = []
  #saved: SavedPositions
  #unseen: boolean
  /** Whether the last look found a file at the path. */
  #isThere = false
  #rested: RestedFile | undefined
  /** What was at the path at the last look. */
  #looked: BigIntStats | undefined

  /** Takes up where a checkpoint ended; without one, at the configured start of what the first look finds. */
  constructor(options: TrailOptions, from: Checkpoint | undefined) {
    this.#options = options
    this.#lost = new LostPositions(options)
    this.trouble = new Trouble(options)
    this.#unseen = from === undefined
    this.#saved = new SavedPositions(options.path, from?.files ?? [])
  }

  get files(): readonly OpenFile[] {
    return this.#stretches.map(({ file }) => file)
  }

  /** Where reading of this source stands; means something only from the first look that brought news. */
  get checkpoint(): Checkpoint {
    const isNeeded = (file: OpenFile): boolean => file instanceof LogFile || file.offset < file.size() || this.lost > 0
    const unread = this.files.findIndex(isNeeded)
    // Without the compressed copies that are read: cPanel's archive goes on with what is read in the log.
    const files = this.#lost.positionsWith(this.files.slice(unread === -1 ? this.files.length : unread))
    const { pending, holdNewest } = this.#saved
    return { files: holdNewest ? [...files, ...pending] : [...pending, ...files] }
  }

  /** The files that are only kept for what their writers may still add: nothing hints at that, so they have to be looked at. */
  get leaving(): readonly OpenFile[] {
    return this.#stretches.filter(({ isLeaving }) => isLeaving).map(({ file }) => file)
  }

  /** Whether a file that left the path, and ends here now, has been silent for the grace time. */
  isFinished(file: OpenFile, end: number): boolean {
    const [oldest] = this.#stretches
    const stretch = this.#stretches.find((each) => each.file === file)
    if (stretch?.isSilent(end, this.#options.elapsed()) !== true) return false
    // As long as an older file is kept, or looked for, so is a compressed copy: it would be taken for unread.
    return file instanceof LogFile || (stretch === oldest && this.lost === 0)
  }

  /** Looks what the path leads to now; true where that is news worth a checkpoint. */
  look(): boolean {
    const { path, start } = this.#options
    this.#isThere = false
    this.#resume()
    let file: LogFile | undefined
    try {
      this.#looked = statSync(path, { bigint: true })
      file = this.#stays(this.#looked) ? undefined : LogFile.open(path)
    } catch (error) {
      return this.#lookedInVain(codeOf(error) ?? 'unknown')
    }
    this.#isThere = true
    // The path can be read: what has not been found by now is not where it was.
    const current = file && (this.#stretchOf(file)?.file ?? file)
    const gone = this.#saved.giveUp(current)
    this.#lost.addMissing(gone, this.#saved.all)
    this.#rested = undefined
    if (file === undefined) return gone.length > 0
    if (this.#unseen && start === 'end') file.skipToEnd()
    this.#unseen = false
    this.#follow(file)
    return true
  }

  /** All that was found could be read. */
  wasRead(): void {
    if (this.#isThere) this.trouble.end()
  }

  /** Whether nothing is at the path, and nothing that was there is still to be read. */
  get isGone(): boolean {
    return !this.#isThere && this.#stretches.length === 0 && this.lost === 0 && !this.trouble.isThere
  }

  /** Whether it has to be looked at again soon, though nothing hints: something leaves, is lost, or cannot be read. */
  get isUnsettled(): boolean {
    return this.leaving.length > 0 || this.lost > 0 || this.trouble.isThere
  }

  /**
   * A file has another content than before: what came after the offset has to be found, and the file begins anew. Not so where
   * it was whole after it had left the path: then it was overwritten, as by a copy of the next one.
   */
  lose(file: OpenFile): void {
    if (!(file instanceof LogFile)) return
    const isForeign = this.#stretches.some((each) => each.file === file && each.wasWhole)
    this.#lost.add({ position: file.position, wanted: 'rest', end: file.end, ...(isForeign ? {} : { file }) })
    if (isForeign) this.drop(file)
    else file.restart()
  }

  /** How many positions wait to be looked for, or for a copy that is still being written. */
  get lost(): number {
    return this.#lost.count
  }

  /** Looks for all that is lost. */
  async recover(): Promise<Recovered> {
    // A handle whose content was replaced must not pass for the copy that was made of it.
    for (const file of this.files) if (tryRead(file) === 'rewritten') this.lose(file)
    const before = this.#lost.count
    const { found, gaps } = await this.#lost.recover(this.files)
    let older = 0
    for (const { files, next } of found) {
      const at = this.#stretches.findIndex(({ file }) => file === next)
      const now = this.#options.elapsed()
      const stretches = files.map((file) => new Stretch(file).leave(now, file.offset))
      this.#stretches.splice(at === -1 ? older : at, 0, ...stretches)
      if (at === -1) older += files.length
    }
    return { isNews: this.#lost.count < before, gaps }
  }

  /** Leaves a file for good; the checkpoint does not hold it any more. */
  drop(file: OpenFile): void {
    this.#stretches = this.#stretches.filter((stretch) => stretch.file !== file)
    file.close()
  }

  /** Lets the only file go where there is no other and nothing to look for; the next look takes it up again. */
  rest(): void {
    const [stretch, ...others] = this.#stretches
    const isAlone = others.length === 0 && this.lost === 0 && this.#saved.pending.length === 0
    if (stretch === undefined || !isAlone || stretch.isLeaving || !(stretch.file instanceof LogFile)) return
    this.#rested = RestedFile.of(this.#options.path, stretch.file)
    if (this.#rested === undefined) return
    this.#saved = new SavedPositions(this.#options.path, [this.#rested.position])
    this.close()
  }

  /** Whether the only file was let go, and there is nothing new in it. */
  isAtRest(): boolean {
    return this.#rested?.isUnchanged() === true
  }

  /** Whether another look would find nothing new, where all that the last one found was read. */
  isQuiet(): boolean {
    if (this.#rested !== undefined) return this.isAtRest()
    const isAlone = this.#stretches.length === 1 && this.#isThere && !this.isUnsettled
    return isAlone && isUnchanged(this.#options.path, this.#looked)
  }

  close(): void {
    for (const { file } of this.#stretches) file.close()
    this.#stretches = []
  }

  /** Goes on at the saved positions whose files are found. */
  #resume(): void {
    const { source, tell } = this.#options
    for (const { position, file, path, isKnown, isNewest } of this.#saved.open()) {
      if (!isKnown) this.#lost.add({ position, file, wanted: 'rest' })
      else if (this.#rested === undefined) tell(notices.sourceFound(source, path, position.offset))
      const stretch = new Stretch(file)
      if (isNewest) this.#stretches.push(stretch)
      else this.#stretches.unshift(stretch.leave(this.#options.elapsed()))
    }
  }

  /** Whether the path still leads to the last file, or does so again. */
  #stays({ dev, ino }: { dev: bigint; ino: bigint }): boolean {
    const last = this.#stretches.at(-1)
    if (last?.file.device !== String(dev) || last.file.inode !== String(ino)) return false
    last.comeBack()
    return true
  }

  #stretchOf(file: LogFile): Stretch | undefined {
    return this.#stretches.find((each) => isSameFile(each.file, file))
  }

  /** Goes on with another file at the path; one that was renamed away and back is taken up where it was left. */
  #follow(file: LogFile): void {
    const { path, source, tell } = this.#options
    const last = this.#stretches.at(-1)
    const known = this.#stretchOf(file)
    if (known !== undefined) {
      file.close()
      this.#stretches = this.#stretches.filter((each) => each !== known)
    } else if (last === undefined) {
      tell(notices.sourceFound(source, path, file.offset))
    } else {
      // What came after a file that had been left is known already, or given up.
      const wasLeft = last.isLeaving && last.file.isLinked()
      const newer = wasLeft ? [] : this.#openNewer(last.file, file)
      tell(notices.sourceRotated(source, path, newer.length))
      this.#stretches.push(...newer.map((each) => new Stretch(each)))
    }
    for (const stretch of this.#stretches) stretch.leave(this.#options.elapsed())
    known?.comeBack()
    this.#stretches.push(known ?? new Stretch(file))
  }

  /** Where the names of the copies do not tell what came between, their content has to. */
  #openNewer(last: OpenFile, current: LogFile): readonly LogFile[] {
    const newer = openNewer(this.#options.path, last, [...this.files, current])
    if (newer === undefined) this.#lost.add({ position: last.position, next: current, wanted: 'newer copies' })
    return newer ?? []
  }

  /** Nothing to open at the path. A file without a name is not held for ever: that would hold its disk space too. */
  #lookedInVain(code: string): boolean {
    const { path, source, tell, isOneOfMany } = this.#options
    const absent = code === 'ENOENT' || code === 'ENOTDIR'
    if (!absent) this.trouble.begin(code)
    if (absent && isOneOfMany) this.#lost.addMissing(this.#saved.giveUp(), this.#saved.all)
    const last = this.#stretches.at(-1)
    if (last?.file.isLinked() === false) last.leave(this.#options.elapsed())
    const news = this.#unseen && absent
    if (news) tell(notices.sourceMissing(source, path))
    this.#unseen &&= !absent
    return news
  }
}
