import { statSync } from 'node:fs'
import { type Tell, notices } from '../notice.ts'
import { codeOf } from '../system/errors.ts'
import type { Checkpoint, Position } from './checkpoint.ts'
import { LogFile } from './log-file.ts'
import { findRotated } from './rotated.ts'

/** How long a file that left the path must be silent before it counts as finished: its writer may not know of the rotation yet. */
const STRAGGLER_GRACE = 10_000

/** A file that is being read. */
interface Stretch {
  readonly file: LogFile
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
  /** Saved positions in files that have not been found yet; given up when the path can be read and they still are not. */
  #pending: readonly Position[]
  /** The one of them that stood at the path. */
  readonly #newest: Position | undefined
  #unseen: boolean
  #unreadable = false

  /** Takes up where a checkpoint ended; without one, at the configured start of what the first look finds. */
  constructor(options: TrailOptions, from: Checkpoint | undefined) {
    this.#options = options
    this.#unseen = from === undefined
    this.#pending = from?.files ?? []
    this.#newest = this.#pending.at(-1)
  }

  get files(): readonly LogFile[] {
    return this.#stretches.map(({ file }) => file)
  }

  /** Where reading of this source stands; means something only from the first look that brought news. */
  get checkpoint(): Checkpoint {
    const files = this.files.map((file) => file.position)
    const pending = this.#pending
    return { files: pending.some((each) => each === this.#newest) ? [...files, ...pending] : [...pending, ...files] }
  }

  /** The files that are only kept for what their writers may still add: nothing hints at that, so they have to be looked at. */
  get leaving(): readonly LogFile[] {
    return this.#stretches.filter(({ left }) => left !== undefined).map(({ file }) => file)
  }

  /** Whether a file that left the path, and ends here now, has been silent for the grace time. */
  isFinished(file: LogFile, end: number): boolean {
    const stretch = this.#stretches.find((each) => each.file === file)
    if (stretch?.left === undefined) return false
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
      file = this.#isLast(statSync(path, { bigint: true })) ? undefined : LogFile.open(path)
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

  /** Leaves a file for good; the checkpoint does not hold it any more. */
  drop(file: LogFile): void {
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
    for (const candidate of [path, findRotated(path, position)?.at]) {
      const file = candidate === undefined ? undefined : open(candidate)
      if (candidate === undefined || file?.inode !== position.inode) {
        file?.close()
        continue
      }
      const rewritten = 'the file was truncated or rewritten while the agent was down'
      if (file.resume(position)) tell(notices.sourceFound(source, candidate, position.offset))
      else tell(notices.logGap(source, candidate, position.offset, rewritten))
      this.#pending = this.#pending.filter((each) => each !== position)
      if (position === this.#newest) this.#stretches.push({ file })
      else this.#stretches.unshift(this.#leave({ file }))
      return
    }
  }

  /** The path can be read: what has not been found by now will not be. True where that changes the checkpoint. */
  #giveUp(): boolean {
    const { path, source, tell } = this.#options
    const gone = this.#pending
    for (const { offset } of gone) tell(notices.logGap(source, path, offset, 'the file it stood in is gone'))
    this.#pending = []
    return gone.length > 0
  }

  #leave(stretch: Stretch): Stretch {
    stretch.left ??= { since: this.#options.elapsed(), end: 0 }
    return stretch
  }

  #isLast({ dev, ino }: { dev: bigint; ino: bigint }): boolean {
    const last = this.#stretches.at(-1)
    if (last?.file.device !== String(dev) || last.file.inode !== String(ino)) return false
    last.left = undefined
    return true
  }

  /** Goes on with another file at the path; one that was renamed away and back is taken up where it was left. */
  #follow(file: LogFile): void {
    const { path, source, tell } = this.#options
    const last = this.#stretches.at(-1)
    const known = this.#stretches.find((each) => each.file.isSameAs(file))
    if (known !== undefined) {
      file.close()
      this.#stretches = this.#stretches.filter((each) => each !== known)
    } else if (last === undefined) {
      tell(notices.sourceFound(source, path, file.offset))
    } else {
      // What came after a file that had been left is known already, or given up.
      const newer = last.left === undefined ? this.#openNewer(last.file, file) : []
      tell(notices.sourceRotated(source, path, newer.length))
      this.#stretches.push(...newer.map((each) => ({ file: each })))
    }
    for (const stretch of this.#stretches) this.#leave(stretch)
    this.#stretches.push({ file: known?.file ?? file })
  }

  /** Files that came and went between two looks; looked for again where a rotation moved them meanwhile. */
  #openNewer(last: LogFile, current: LogFile): LogFile[] {
    const { path } = this.#options
    const rotated = findRotated(path, last)
    const files = (rotated?.newer ?? []).map(open).filter((file) => file !== undefined)
    const isStable = findRotated(path, last)?.at === rotated?.at
    const followed = [...this.files, current]
    // The path may lead to the newest of them by a link.
    const newer = files.filter((file) => isStable && !followed.some((each) => each.isSameAs(file)))
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
