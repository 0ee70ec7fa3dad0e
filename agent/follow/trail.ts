import { statSync } from 'node:fs'
import { type Tell, notices } from '../notice.ts'
import { codeOf } from '../system/errors.ts'
import type { Checkpoint, Position } from './checkpoint.ts'
import { findCopy } from './copies.ts'
import { LogFile } from './log-file.ts'
import { type OpenFile, isSameFile } from './open-file.ts'
import { LostPositions } from './lost-positions.ts'

/** How long a file that left the path must be silent before it counts as finished: its writer may not know of the rotation yet. */
const STRAGGLER_GRACE = 10_000

/** A file that is being read. */
interface Stretch {
  readonly file: OpenFile
  /** Since when it has not grown beyond which end, by `elapsed`; undefined while it is at the path. */
  left?: { readonly since: number; readonly end: number } | undefined
}

/** What a trail needs to know of its source. */
export interface TrailOptions {
  readonly source: string
  readonly path: string
  /** Where to begin a file that exists when the source is seen for the first time. */
  readonly start: 'end' | 'beginning'
  readonly tell: Tell
  /** Milliseconds since some moment, by a clock that never steps. */
  readonly elapsed: () => number
}

/** The files of one source that still have bytes to read, oldest first; the last one is the one at the path. */
export class Trail {
  readonly #options: TrailOptions
  #stretches: Stretch[] = []
  /** The positions of the checkpoint, oldest first. */
  readonly #saved: readonly Position[]
  /** Those of them in files that have not been found yet; given up when the path can be read and they still are not. */
  #pending: readonly Position[]
  /** The one of them that stood at the path. */
  readonly #newest: Position | undefined
  readonly #lost: LostPositions
  #unseen: boolean
  #unreadable = false

  /** Takes up where a checkpoint ended; without one, at the configured start of what the first look finds. */
  constructor(options: TrailOptions, from: Checkpoint | undefined) {
    this.#options = options
    this.#lost = new LostPositions(options)
    this.#unseen = from === undefined
    this.#saved = from?.files ?? []
    this.#pending = this.#saved
    this.#newest = this.#pending.at(-1)
  }

  get files(): readonly OpenFile[] {
    return this.#stretches.map(({ file }) => file)
  }

  /** Where reading of this source stands; means something only from the first look that brought news. */
  get checkpoint(): Checkpoint {
    const unread = this.files.findIndex((file) => file instanceof LogFile || file.offset < file.size())
    // Without the compressed copies that are read: cPanel's archive goes on with what is read in the log.
    const files = this.files.slice(unread === -1 ? this.files.length : unread).map((file) => file.position)
    const lost = this.#lost.positions
    const pending = this.#pending
    const isAtPath = pending.some((each) => each === this.#newest)
    return { files: isAtPath ? [...lost, ...files, ...pending] : [...lost, ...pending, ...files] }
  }

  /** The files that are only kept for what their writers may still add: nothing hints at that, so they have to be looked at. */
  get leaving(): readonly OpenFile[] {
    return this.#stretches.filter(({ left }) => left !== undefined).map(({ file }) => file)
  }

  /** Whether a file that left the path, and ends here now, has been silent for the grace time. */
  isFinished(file: OpenFile, end: number): boolean {
    const stretch = this.#stretches.find((each) => each.file === file)
    if (stretch?.left === undefined) return false
    // Nobody adds to a compressed copy. As long as an older file is kept, so is the copy: a start would take it for unread.
    if (!(file instanceof LogFile)) return file === this.#stretches[0]?.file
    const since = this.#options.elapsed()
    if (stretch.left.end !== end) stretch.left = { since, end }
    return since - stretch.left.since >= STRAGGLER_GRACE
  }

  /** Looks what the path leads to now; true where that is news worth a checkpoint. */
  look(): boolean {
    const { path, source, start, tell } = this.#options
    for (const position of this.#pending.toReversed()) this.#resume(position)
    let file: LogFile | undefined
    try {
      file = this.#stays(statSync(path, { bigint: true })) ? undefined : LogFile.open(path)
    } catch (error) {
      return this.#lookedInVain(codeOf(error) ?? 'unknown')
    }
    if (this.#unreadable) tell(notices.sourceReadable(source, path))
    this.#unreadable = false
    const gone = this.#giveUp()
    if (file === undefined) return gone
    if (this.#unseen && start === 'end') file.skipToEnd()
    this.#unseen = false
    this.#follow(file)
    return true
  }

  /**
   * A file has another content than before: what came after the offset has to be found, and the file begins anew. Not so where
   * it was whole after it had left the path: then it was overwritten, as by a copy of the next one.
   */
  lose(file: OpenFile): void {
    if (!(file instanceof LogFile)) return
    const isForeign = this.#stretches.some((each) => each.file === file && (each.left?.end ?? 0) > 0)
    this.#lost.add({ position: file.position, wanted: 'rest', ...(isForeign ? {} : { file }) })
    if (isForeign) this.drop(file)
    else file.restart()
  }

  /** How many positions wait to be looked for, or for a copy that is still being written. */
  get lost(): number {
    return this.#lost.count
  }

  /** Looks for all that is lost; true where some of it was found, or given up. */
  async recover(): Promise<boolean> {
    // A handle whose content was replaced must not pass for the copy that was made of it.
    for (const file of this.files) if (file.read() === 'rewritten') this.lose(file)
    const before = this.#lost.count
    let older = 0
    for (const { files, next } of await this.#lost.recover(this.files)) {
      const at = this.#stretches.findIndex(({ file }) => file === next)
      const since = this.#options.elapsed()
      const stretches = files.map((file) => ({ file, left: { since, end: file.offset } }))
      this.#stretches.splice(at === -1 ? older : at, 0, ...stretches)
      if (at === -1) older += files.length
    }
    return this.#lost.count < before
  }

  /** Leaves a file for good; the checkpoint does not hold it any more. */
  drop(file: OpenFile): void {
    this.#stretches = this.#stretches.filter((stretch) => stretch.file !== file)
    file.close()
  }

  close(): void {
    for (const { file } of this.#stretches) file.close()
    this.#stretches = []
  }

  /** Goes on at a saved position where its file is found. */
  #resume(position: Position): void {
    const { path, source, tell } = this.#options
    for (const candidate of [path, findCopy(path, position)?.at]) {
      const found = candidate === undefined ? undefined : this.#openSaved(position, candidate)
      if (candidate === undefined || found === undefined) continue
      const { file, isKnown } = found
      if (isKnown) tell(notices.sourceFound(source, candidate, position.offset))
      else this.#lost.add({ position, file, wanted: 'rest after a start' })
      this.#pending = this.#pending.filter((each) => each !== position)
      if (position === this.#newest) this.#stretches.push({ file })
      else this.#stretches.unshift(this.#leave({ file }))
      return
    }
  }

  /**
   * The file of a saved position, where this is it, and whether it has the same content. With another one it is only what
   * stood at the path: one that had left it before was overwritten since, and what it holds is read where it came from.
   */
  #openSaved(position: Position, candidate: string): { file: LogFile; isKnown: boolean } | undefined {
    const file = open(candidate)
    const isSame = file?.inode === position.inode
    const isKnown = isSame && file.resume(position)
    const stoodAtPath = candidate === this.#options.path || position === this.#newest
    if (isKnown || (isSame && stoodAtPath)) return { file, isKnown }
    file?.close()
    return undefined
  }

  /** The path can be read: what has not been found by now is not where it was. True where that changes the checkpoint. */
  #giveUp(): boolean {
    const gone = this.#pending
    this.#pending = []
    this.#lost.add(...gone.map((position) => ({ position, wanted: 'rest after a start' as const })))
    // In the order of the checkpoint, whichever was missed first.
    if (gone.length > 0) this.#lost.sortAs(this.#saved)
    return gone.length > 0
  }

  #leave(stretch: Stretch): Stretch {
    stretch.left ??= { since: this.#options.elapsed(), end: 0 }
    return stretch
  }

  /** Whether the path still leads to the last file, or does so again. */
  #stays({ dev, ino }: { dev: bigint; ino: bigint }): boolean {
    const last = this.#stretches.at(-1)
    if (last?.file.device !== String(dev) || last.file.inode !== String(ino)) return false
    last.left = undefined
    return true
  }

  /** Goes on with another file at the path; one that was renamed away and back is taken up where it was left. */
  #follow(file: LogFile): void {
    const { path, source, tell } = this.#options
    const last = this.#stretches.at(-1)
    const known = this.#stretches.find((each) => isSameFile(each.file, file))
    if (known !== undefined) {
      file.close()
      this.#stretches = this.#stretches.filter((each) => each !== known)
    } else if (last === undefined) {
      tell(notices.sourceFound(source, path, file.offset))
    } else {
      // What came after a file that had been left is known already, or given up.
      const wasLeft = last.left !== undefined && last.file.isLinked()
      const newer = wasLeft ? [] : this.#openNewer(last.file, file)
      tell(notices.sourceRotated(source, path, newer.length))
      this.#stretches.push(...newer.map((each) => ({ file: each })))
    }
    for (const stretch of this.#stretches) this.#leave(stretch)
    this.#stretches.push({ file: known?.file ?? file })
  }

  /**
   * Files that came and went between two looks; looked for again where a rotation moved them meanwhile. Where the last file is
   * not among the plain ones, or some are compressed, its content has to tell which ones they are.
   */
  #openNewer(last: OpenFile, current: LogFile): LogFile[] {
    const { path } = this.#options
    const rotated = findCopy(path, last)
    if (rotated === undefined || rotated.newer.some(({ form }) => form !== 'plain')) {
      this.#lost.add({ position: last.position, next: current, wanted: 'newer copies' })
      return []
    }
    const files = rotated.newer.map((copy) => open(copy.path)).filter((file) => file !== undefined)
    const isStable = findCopy(path, last)?.at === rotated.at
    const followed = [...this.files, current]
    // The path may lead to the newest of them by a link.
    const newer = files.filter((file) => isStable && !followed.some((each) => isSameFile(each, file)))
    for (const file of files) if (!newer.includes(file)) file.close()
    return isStable ? newer : this.#openNewer(last, current)
  }

  /** Nothing to open at the path. A file without a name is not held for ever: that would hold its disk space too. */
  #lookedInVain(code: string): boolean {
    const { path, source, tell } = this.#options
    const absent = code === 'ENOENT' || code === 'ENOTDIR'
    if (!absent && !this.#unreadable) tell(notices.sourceUnreadable(source, path, code))
    this.#unreadable ||= !absent
    const last = this.#stretches.at(-1)
    if (last?.file.isLinked() === false) this.#leave(last)
    const news = this.#unseen && absent
    if (news) tell(notices.sourceMissing(source, path))
    this.#unseen &&= !absent
    return news
  }
}

function open(path: string): LogFile | undefined {
  try {
    return LogFile.open(path)
  } catch {
    return undefined
  }
}
