import { type Tell, notices } from '../notice.ts'
import type { Position } from './checkpoint.ts'
import { GzipFile } from './gzip-file.ts'
import type { LogFile } from './log-file.ts'
import { type OpenFile, isSameFile } from './open-file.ts'
import { findInCopies, openCopies } from './search.ts'

/** A position whose bytes are not where they were. */
export interface Lost {
  readonly position: Position
  /** The file it stood in, where that is still there with another content; it is at its beginning now. */
  readonly file?: LogFile
  /** Another open file that comes after what is wanted; without either, all of them do. */
  readonly next?: LogFile
  /**
   * What is wanted: the rest of the content; the same after the agent was down, so that nobody knows whether there is a rest;
   * or only what is newer, because the rest is read through a handle.
   */
  readonly wanted: 'rest' | 'rest after a start' | 'newer copies'
}

/** Copies to be read, oldest first, and which of the open files comes after them; without one, all of them do. */
interface Recovered {
  readonly files: readonly OpenFile[]
  readonly next: LogFile | undefined
}

/** What the search works with. */
export interface LostOptions {
  readonly source: string
  readonly path: string
  readonly tell: Tell
}

/** The positions of one source whose bytes have to be found again, oldest first. */
export class LostPositions {
  readonly #options: LostOptions
  #lost: readonly Lost[] = []

  constructor(options: LostOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#lost.length
  }

  /** Those whose bytes are not among the open files in any other way, to be saved. */
  get positions(): readonly Position[] {
    return this.#lost.filter(({ wanted }) => wanted !== 'newer copies').map(({ position }) => position)
  }

  add(...lost: readonly Lost[]): void {
    this.#lost = [...this.#lost, ...lost]
  }

  /** Brings them into the order of these positions. */
  sortAs(positions: readonly Position[]): void {
    const order = ({ position }: Lost): number => positions.indexOf(position)
    this.#lost = this.#lost.toSorted((one, other) => order(one) - order(other))
  }

  /**
   * Looks for all of them: further up in the same file, where a rotation kept its newest part, or in a copy and those that are
   * newer. What is to be read, oldest first. Where nothing is found the bytes are gone, and a notice says so; a position
   * whose copy is still being written stays. `known` are the files that are read in any case.
   */
  async recover(known: readonly OpenFile[]): Promise<readonly Recovered[]> {
    const taken = new Set<string>()
    const recovered: Recovered[] = []
    // The newest first: an older position then knows where the part begins that is read already.
    for (const lost of this.#lost.toReversed()) {
      const read = [...known, ...recovered.flatMap(({ files }) => files)]
      const found = await this.#find(lost, read, taken)
      if (found === 'unfinished') continue
      this.#lost = this.#lost.filter((each) => each !== lost)
      recovered.unshift({ files: found, next: lost.file ?? lost.next })
    }
    return recovered
  }

  async #find(lost: Lost, known: readonly OpenFile[], taken: Set<string>): Promise<readonly OpenFile[] | 'unfinished'> {
    const { source, path, tell } = this.#options
    const { position, file, wanted } = lost
    if (file !== undefined && (await file.find(position.seam))) {
      tell(notices.sourceShortened(source, path, file.offset))
      return []
    }
    const found = await findInCopies(path, position, taken)
    if (found === 'unfinished') return found
    if ('unreadable' in found) {
      this.#giveUp(lost, found.unreadable)
      return []
    }
    const newer = await openCopies(found.newer)
    if (newer === 'unfinished') {
      found.file.close()
      return newer
    }
    if (wanted !== 'newer copies') tell(notices.sourceCopied(source, found.copy.path, position.offset))
    for (const copy of [found.copy, ...found.newer]) taken.add(copy.path)
    const all = [found.file, ...newer]
    const unread = (wanted === 'newer copies' ? newer : all).filter((each) => !isRead(each, known))
    for (const each of all) if (!unread.includes(each)) each.close()
    return unread
  }

  #giveUp({ position, wanted }: Lost, unreadable: readonly string[]): void {
    const { source, path, tell } = this.#options
    if (unreadable.length > 0) tell(notices.copiesUnreadable(source, unreadable))
    if (wanted === 'rest') tell(notices.sourceTruncated(source, path, position.offset))
    if (wanted === 'rest after a start') tell(notices.logGap(source, path, position.offset))
  }
}

/** Whether a copy is read through another handle: to the same file, or to the one that was compressed to it and removed. */
function isRead(copy: OpenFile, known: readonly OpenFile[]): boolean {
  return known.some((handle) => {
    if (!(copy instanceof GzipFile)) return isSameFile(handle, copy)
    return !handle.isLinked() && handle.size() === copy.size() && handle.generation === copy.generation
  })
}
