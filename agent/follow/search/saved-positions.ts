import type { Position } from '../checkpoint.ts'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, whyNotOpened } from '../files/open-file.ts'
import { type LogPlace, findCopy } from './copies.ts'

/** The file of a saved position, found again. */
export interface FoundFile {
  readonly position: Position
  readonly file: LogFile
  readonly path: string
  /** Whether it still has the same content, and is open at the position; else it is open at its beginning. */
  readonly isKnown: boolean
  /** Whether it was the file at the path. */
  readonly isNewest: boolean
}

/** A saved position whose file was not found. */
export interface MissingFile {
  readonly position: Position
  /** The open file that follows it; without one, all do. */
  readonly next?: OpenFile
}

/** Finds a file among the other logs that the same pattern matches. */
export interface OtherLogs {
  pathOf(inode: string): string | undefined
}

/** The positions of a checkpoint, oldest first, until their files are found again. */
export class SavedPositions {
  /** All of the checkpoint, found or not. */
  readonly all: readonly Position[]
  readonly #log: LogPlace
  readonly #siblings: OtherLogs | undefined
  readonly #newest: Position | undefined
  #pending: readonly Position[]
  readonly #opened = new Map<Position, LogFile>()

  constructor(log: LogPlace, positions: readonly Position[], siblings?: OtherLogs) {
    this.all = positions
    this.#siblings = siblings
    this.#log = log
    this.#newest = positions.at(-1)
    this.#pending = positions
  }

  /** Those not found yet. */
  get pending(): readonly Position[] {
    return this.#pending
  }

  /** Whether the position of the file that was at the path is among those not found yet. */
  get holdNewest(): boolean {
    return this.#newest !== undefined && this.#pending.includes(this.#newest)
  }

  /** Opens the files that are found now, newest first. */
  open(): readonly FoundFile[] {
    const found = this.#pending.toReversed().flatMap((position) => this.#open(position) ?? [])
    for (const { position, file } of found) this.#opened.set(position, file)
    this.#pending = this.#pending.filter((position) => !this.#opened.has(position))
    return found
  }

  /**
   * Stops looking; returns those still not found, each with the file that follows it: the next one of the checkpoint,
   * or the one at the path now.
   */
  giveUp(current?: OpenFile): readonly MissingFile[] {
    const gone = this.#pending.map((position) => {
      const newer = this.all.slice(this.all.indexOf(position) + 1)
      const next = newer.map((each) => this.#opened.get(each)).find((file) => file !== undefined) ?? current
      return next === undefined ? { position } : { position, next }
    })
    this.#pending = []
    return gone
  }

  /**
   * Only the file at the path counts as found with another content. A file that had left the path was overwritten
   * since, and the new content is read where it comes from; or it was compressed, and the file at the path has reused
   * its inode.
   */
  #open(position: Position): FoundFile | undefined {
    const isNewest = position === this.#newest
    const copy = (): string | undefined => findCopy(this.#log, position)?.at
    return (
      this.#openAt(this.#log.path, position, isNewest) ??
      this.#openAt(copy(), position, false) ??
      this.#openAt(this.#siblings?.pathOf(position.inode), position, false) ??
      (isNewest && position.offset > 0 ? this.#openReplaced(position) : undefined)
    )
  }

  #openAt(path: string | undefined, position: Position, mayBeRewritten: boolean): FoundFile | undefined {
    const file = path === undefined ? 'absent' : LogFile.tryOpen(path)
    if (path === undefined || typeof file === 'string') return undefined
    const isSame = file.inode === position.inode
    const isKnown = isSame && this.#resume(file, position, path)
    if (isKnown === undefined) return undefined
    if (isKnown || (isSame && mayBeRewritten)) {
      return { position, file, path, isKnown, isNewest: position === this.#newest }
    }
    file.close()
    return undefined
  }

  /** If its file is gone, the one at the path may be a copy of it that was put in its place. */
  #openReplaced(position: Position): FoundFile | undefined {
    const { path } = this.#log
    const file = LogFile.tryOpen(path)
    if (typeof file === 'string') return undefined
    if (this.#resume(file, position, path) === true) return { position, file, path, isKnown: true, isNewest: true }
    file.close()
    return undefined
  }

  /**
   * Undefined, with the file closed, if a copy of the log cannot be read: then its content is searched for elsewhere.
   */
  #resume(file: LogFile, position: Position, path: string): boolean | undefined {
    try {
      return file.resume(position)
    } catch (error) {
      file.close()
      if (path === this.#log.path || whyNotOpened(error) === 'absent') throw error
      return undefined
    }
  }
}
