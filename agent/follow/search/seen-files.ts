import type { Checkpoint, SeenFile } from '../checkpoint.ts'
import { LogFile } from '../files/log-file.ts'
import type { OpenFile } from '../files/open-file.ts'
import { type Copy, type LogPlace, findCopy } from './copies.ts'
import type { OtherLogs } from './saved-positions.ts'

/**
 * How many files to remember, because rotations without end must not fill the disk; the names of others tell. Half of
 * them are for those that were at the path.
 */
const MOST_SEEN = 64

/**
 * The files that a source saw and does not have open: because a kill came first, or because they have to wait until
 * others are read. A rotation may give them a name by which nobody would look for them.
 */
export class SeenFiles {
  readonly #log: LogPlace
  readonly #siblings: OtherLogs | undefined
  #waiting: readonly SeenFile[]
  /** First lines that older files have as well, so that they tell nothing; and those of files that came since. */
  readonly #known: Set<string>
  readonly #came = new Set<string>()

  constructor(log: LogPlace, { files, seen = [] }: Checkpoint, siblings?: OtherLogs) {
    this.#log = log
    this.#siblings = siblings
    this.#waiting = seen
    this.#known = new Set(files.map(({ generation }) => generation))
  }

  /** Those not found yet, oldest first. */
  get waiting(): readonly SeenFile[] {
    return this.#waiting
  }

  /** A file is at the path, and cannot be kept open; `open` came before it. True if it had not been seen before. */
  add(file: LogFile, open: readonly OpenFile[], most: number = MOST_SEEN): boolean {
    const seen = asSeen(file)
    if (this.#waiting.length >= most || this.#waiting.some((each) => isIt(each, seen))) return false
    for (const each of open) this.#known.add(asSeen(each).generation)
    this.#waiting = [...this.#waiting.filter(({ inode }) => inode !== seen.inode), seen]
    return true
  }

  /** These copies have to wait until `open` ones are read; a compressed one will not get another name. */
  addCopies(copies: readonly Copy[], open: readonly OpenFile[]): void {
    for (const { path } of copies.filter(({ form }) => form === 'plain').slice(0, MOST_SEEN)) {
      const file = LogFile.tryOpen(path)
      if (typeof file === 'string') continue
      this.add(file, open, MOST_SEEN / 2)
      file.close()
    }
  }

  /** Some files are open: those that were waited for among them are found. */
  note(open: readonly OpenFile[]): void {
    if (this.#waiting.length === 0) return
    for (const file of open) {
      const came = asSeen(file)
      const isCompressed = !(file instanceof LogFile)
      const isFound = (each: SeenFile): boolean => isIt(each, came) || (isCompressed && this.#isCopy(each, came))
      this.#waiting = this.#waiting.filter((each) => !isFound(each))
      this.#came.add(came.generation)
    }
  }

  /**
   * Opens those that are still waited for now that all others are found, at most `most`, at their beginnings; says
   * which are gone.
   */
  take(most: number): { readonly files: readonly LogFile[]; readonly gone: readonly SeenFile[] } {
    const files: LogFile[] = []
    const gone: SeenFile[] = []
    const later: SeenFile[] = []
    for (const each of this.#waiting) {
      const file = files.length < most ? this.#open(each) : 'later'
      if (file === 'later') later.push(each)
      else if (file !== undefined) files.push(file)
      else if (!this.#isElsewhere(each)) gone.push(each)
    }
    this.#waiting = later
    return { files, gone }
  }

  /** Whether a first line is that of a file that was seen, and of none before it. */
  #isCopy({ generation }: SeenFile, came: SeenFile): boolean {
    return generation !== '' && generation === came.generation && !this.#known.has(generation)
  }

  #open(seen: SeenFile): LogFile | undefined {
    const path = findCopy(this.#log, seen)?.at
    const file = path === undefined ? 'absent' : LogFile.tryOpen(path)
    if (typeof file === 'string') return undefined
    if (isIt(seen, asSeen(file))) return file
    file.close()
    return undefined
  }

  /** Whether a file is read under another inode, as when it was compressed, or from another log of the pattern. */
  #isElsewhere({ inode, generation }: SeenFile): boolean {
    const isCopied = generation !== '' && this.#came.has(generation) && !this.#known.has(generation)
    return isCopied || this.#siblings?.pathOf(inode) !== undefined
  }
}

/** A file to be found again. */
export function asSeen(file: OpenFile): SeenFile {
  const generation = file instanceof LogFile ? (file.currentGeneration ?? '') : file.generation
  return { inode: file.inode, generation }
}

/** Whether a file is one that was seen: its first line may have been incomplete then. */
function isIt(seen: SeenFile, { inode, generation }: SeenFile): boolean {
  return seen.inode === inode && (seen.generation === '' || seen.generation === generation)
}
