import type { Position } from '../checkpoint.ts'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, whyNotOpened } from '../files/open-file.ts'
import type { Siblings } from '../trail/siblings.ts'
import { type LogPlace, findCopy } from './copies.ts'

/** The file of a saved position. */
export interface FoundFile {
  readonly position: Position
  readonly file: LogFile
  readonly path: string
  /** Whether it has the content of then; with another one it stands at its beginning. */
  readonly isKnown: boolean
  /** Whether it was the file at the path. */
  readonly isNewest: boolean
}

/** A saved position whose file is not where it was. */
export interface MissingFile {
  readonly position: Position
  /** An open file that comes after it; without one, all do. */
  readonly next?: OpenFile
}

/** The positions of a checkpoint whose files have not been found again yet, oldest first. */
export class SavedPositions {
  /** As the checkpoint has them. */
  readonly all: readonly Position[]
  readonly #log: LogPlace
  readonly #siblings: Pick<Siblings, 'pathOf'> | undefined
  readonly #newest: Position | undefined
  #pending: readonly Position[]
  readonly #opened = new Map<Position, LogFile>()

  constructor(log: LogPlace, positions: readonly Position[], siblings?: Pick<Siblings, 'pathOf'>) {
    this.all = positions
    this.#siblings = siblings
    this.#log = log
    this.#newest = positions.at(-1)
    this.#pending = positions
  }

  get pending(): readonly Position[] {
    return this.#pending
  }

  /** Whether the one that stood at the path is among them. */
  get holdNewest(): boolean {
    return this.#newest !== undefined && this.#pending.includes(this.#newest)
  }

  /** Opens the files that are found now, the newest first. */
  open(): readonly FoundFile[] {
    const found = this.#pending.toReversed().flatMap((position) => this.#open(position) ?? [])
    for (const { position, file } of found) this.#opened.set(position, file)
    this.#pending = this.#pending.filter((position) => !this.#opened.has(position))
    return found
  }

  /**
   * No more is looked for; what was still pending, each with the file that comes after it: of the saved ones, or the
   * one that is at the path now.
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
   * With another content a file is only what stood at the path: one that had left it before was overwritten since, and
   * what it holds is read where it came from. Or it was compressed, and the file at the path has got its inode.
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

  /** Where its file is gone, another at the path may have the same content: a copy that was put in its place. */
  #openReplaced(position: Position): FoundFile | undefined {
    const { path } = this.#log
    const file = LogFile.tryOpen(path)
    if (typeof file === 'string') return undefined
    if (this.#resume(file, position, path) === true) return { position, file, path, isKnown: true, isNewest: true }
    file.close()
    return undefined
  }

  /**
   * Undefined, and the file closed, where a copy of the log cannot be read: then its content is looked for elsewhere.
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
