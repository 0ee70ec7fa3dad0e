import type { Checkpoint } from './checkpoint.ts'
import { type ExtractionOptions, extractLines } from './extraction.ts'
import { LogFile } from './files/log-file.ts'
import { tryRead } from './files/open-file.ts'
import type { Part } from './reading.ts'
import type { PathLook } from './trail/path-look.ts'
import { ReleasedFile } from './trail/released-file.ts'
import type { Sibling } from './trail/siblings.ts'
import type { RestingFile } from './trail/trail.ts'
import type { TurnHolder, Turns } from './turns.ts'

/** The most that is read without a turn, in bytes: others are kept waiting meanwhile. */
const MOST = 65_536

/** What reading on works with. */
interface ReadingOnOptions<T> extends Omit<ExtractionOptions<T>, 'most'> {
  readonly turns: Pick<Turns, 'touch'>
}

/**
 * A log of which one file was read to its end, with nothing to be found out. Most logs do nothing but grow most of the
 * time: what is appended is taken by one look and one read, and nobody follows the log meanwhile.
 */
export class RestingLog implements Sibling, TurnHolder {
  readonly #path: string
  /** What stood at the path when it was last looked at. */
  readonly place: PathLook
  #held: LogFile | ReleasedFile
  #isHinted = false

  constructor(path: string, { place, held }: RestingFile) {
    this.#path = path
    this.place = place
    this.#held = held
  }

  /** Its file, which is closed once others needed the descriptor. */
  get held(): LogFile | ReleasedFile {
    return this.#held
  }

  /** Where reading stands. */
  get checkpoint(): Checkpoint {
    return { files: [this.#held.position] }
  }

  /**
   * Takes the lines that were appended since the last look, all at once; undefined if there are none. `other`, with
   * nothing taken, if that does not do: somebody has to follow the log from here on.
   */
  readOn<T>(options: ReadingOnOptions<T>): Part<T> | 'other' | undefined {
    const seen = this.#look()
    if (seen !== 'changed') return seen === 'unchanged' ? undefined : 'other'
    const file = this.#held
    const { size } = this.place
    if (!(file instanceof LogFile) || size < file.offset || size - file.offset > MOST) return 'other'
    const read = tryRead(file)
    if (read === 'end') return undefined
    // Where a hole begins, or nothing can be read, one read is not enough.
    if (typeof read !== 'object' || read.bytes[0] === 0) return 'other'
    options.turns.touch(this)
    const from = file.offset
    const items: T[] = []
    const lines = extractLines(file, read.bytes, items, { ...options, most: Infinity })
    const to = file.offset
    return to === from ? undefined : { items, lines, range: { generation: file.generation, from, to } }
  }

  holds(inode: string): boolean {
    return this.#held.inode === inode
  }

  hint(): void {
    this.#isHinted = true
  }

  release(): void {
    const file = this.#held
    const released = file instanceof LogFile ? ReleasedFile.of(this.#path, file) : undefined
    if (released === undefined) return
    this.close()
    this.#held = released
  }

  close(): void {
    if (this.#held instanceof LogFile) this.#held.close()
  }

  #look(): 'unchanged' | 'changed' | 'other' {
    if (this.#isHinted) return 'other'
    if (this.#held instanceof LogFile) return this.place.again()
    return this.#held.isUnchanged() ? 'unchanged' : 'other'
  }
}
