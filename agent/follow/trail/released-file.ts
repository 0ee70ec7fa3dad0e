import type { Position } from '../checkpoint.ts'
import type { LogFile } from '../files/log-file.ts'
import { tryRead } from '../files/open-file.ts'
import { PathLook } from './path-look.ts'

/** A file that is being closed to free its descriptor, and how it was then. */
export class ReleasedFile {
  readonly position: Position
  readonly #look: PathLook
  #isAllRead: boolean

  private constructor(look: PathLook, file: LogFile) {
    this.#look = look
    // After the look: whatever changes the file from now on changes its times as well.
    this.#isAllRead = tryRead(file) === 'end'
    this.position = file.position
  }

  get inode(): string {
    return this.position.inode
  }

  /** The file as it is now; undefined if it is not at the path. The caller closes it. */
  static of(path: string, file: LogFile): ReleasedFile | undefined {
    const look = new PathLook(path)
    try {
      look.look()
    } catch {
      return undefined
    }
    return look.isOf(file) ? new ReleasedFile(look, file) : undefined
  }

  /** Whether it had been read to its end and is at the path, unchanged since. */
  isUnchanged(): boolean {
    this.#isAllRead &&= this.#look.again() === 'unchanged'
    return this.#isAllRead
  }
}
