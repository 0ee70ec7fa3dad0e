import { type Tell, notices } from '../notice.ts'
import { statSync } from 'node:fs'
import { codeOf } from '../system/errors.ts'
import type { Checkpoint, Position } from './checkpoint.ts'
import { LogFile } from './log-file.ts'
import { findRotated } from './rotated.ts'

/** How long a file that left the path must be silent before it counts as finished: its writer may not know of the rotation yet. */
const STRAGGLER_GRACE = 10_000

/** A file that is being read. */
interface Stretch {
  readonly file: LogFile
  /** When it was last known to be at the path or to have grown, by `elapsed`; undefined while it is at the path. */
  quietSince?: number | undefined
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
  #unseen: boolean
  #unreadable = false

  /** Takes up where a checkpoint ended; without one, at the configured start of what the first look finds. */
  constructor(options: TrailOptions, from: Checkpoint | undefined) {
    this.#options = options
    this.#unseen = from === undefined
    for (const position of from?.files ?? []) this.#resume(position)
  }

  get files(): readonly LogFile[] {
    return this.#stretches.map(({ file }) => file)
  }

  /** Where reading of this source stands; means something only from the first look that brought news. */
  get checkpoint(): Checkpoint {
    return { files: this.files.map((file) => file.position) }
  }

  /** Whether some file is only kept for what its writer may still add: nothing hints at that, so it has to be looked at. */
  get isLeaving(): boolean {
    return this.#stretches.some(({ quietSince }) => quietSince !== undefined)
  }

  /** Notes that a file has grown. */
  grew(file: LogFile): void {
    const stretch = this.#stretches.find((each) => each.file === file)
    if (stretch?.quietSince !== undefined) stretch.quietSince = this.#options.elapsed()
  }

  /** Looks what the path leads to now; true where that is news worth a checkpoint. */
  look(): boolean {
    const { path, source, start, tell } = this.#options
    let file: LogFile
    try {
      if (this.#isLast(statSync(path, { bigint: true }))) return false
      file = LogFile.open(path)
    } catch (error) {
      return this.#lookedInVain(codeOf(error) ?? 'unknown')
    }
    if (this.#unreadable) tell(notices.sourceReadable(source, path))
    this.#unreadable = false
    if (this.#unseen && start === 'end') file.skipToEnd()
    this.#unseen = false
    this.#follow(file)
    return true
  }

  /** The files that are finished: not at the path any more and silent for the grace time. */
  get finished(): readonly LogFile[] {
    const now = this.#options.elapsed()
    return this.#stretches
      .filter(({ quietSince }) => quietSince !== undefined && now - quietSince >= STRAGGLER_GRACE)
      .map(({ file }) => file)
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

  #resume(position: Position): void {
    const { path, source, tell } = this.#options
    const candidates = [path, findRotated(path, position)?.at].filter((candidate) => candidate !== undefined)
    for (const candidate of candidates) {
      const file = this.#open(candidate)
      if (file?.inode !== position.inode || file.device !== position.device) {
        file?.close()
        continue
      }
      const resumed = file.resume(position)
      if (resumed) tell(notices.sourceFound(source, candidate, position.offset))
      else
        tell(
          notices.logGap(
            source,
            candidate,
            position.offset,
            'the file was truncated or rewritten while the agent was down',
          ),
        )
      this.#append([file])
      return
    }
    tell(notices.logGap(source, path, position.offset, 'the file it stood in is gone'))
  }

  #open(path: string): LogFile | undefined {
    try {
      return LogFile.open(path)
    } catch {
      return undefined
    }
  }

  /** Files that came and went between two looks. */
  #openNewer(last: LogFile): LogFile[] {
    const newer = findRotated(this.#options.path, last)?.newer ?? []
    return newer.map((path) => this.#open(path)).filter((file) => file !== undefined)
  }

  #append(files: readonly LogFile[]): void {
    const now = this.#options.elapsed()
    for (const stretch of this.#stretches) stretch.quietSince ??= now
    this.#stretches.push(
      ...files.map((file, index) => (index < files.length - 1 ? { file, quietSince: now } : { file })),
    )
  }

  #isLast({ dev, ino }: { dev: bigint; ino: bigint }): boolean {
    const last = this.#stretches.at(-1)
    if (last?.file.device !== String(dev) || last.file.inode !== String(ino)) return false
    last.quietSince = undefined
    return true
  }

  /** Goes on with another file at the path; one that was renamed away and back is taken up where it was left. */
  #follow(file: LogFile): void {
    const { path, source, tell } = this.#options
    const known = this.#stretches.find((each) => each.file.device === file.device && each.file.inode === file.inode)
    if (known !== undefined) {
      file.close()
      this.#stretches = this.#stretches.filter((stretch) => stretch !== known)
      this.#append([known.file])
      return
    }
    const last = this.#stretches.at(-1)?.file
    const newer = last === undefined ? [] : this.#openNewer(last)
    tell(
      last === undefined
        ? notices.sourceFound(source, path, file.offset)
        : notices.sourceRotated(source, path, newer.length),
    )
    this.#append([...newer, file])
  }

  /** Nothing to open at the path. A file without a name is not held for ever: that would hold its disk space too. */
  #lookedInVain(code: string): boolean {
    const { path, source, tell, elapsed } = this.#options
    const absent = code === 'ENOENT' || code === 'ENOTDIR'
    if (!absent && !this.#unreadable) tell(notices.sourceUnreadable(source, path, code))
    this.#unreadable = !absent
    const last = this.#stretches.at(-1)
    if (absent && last?.file.isLinked() === false) last.quietSince ??= elapsed()
    const news = this.#unseen && absent
    if (news) tell(notices.sourceMissing(source, path))
    this.#unseen &&= !absent
    return news
  }
}
