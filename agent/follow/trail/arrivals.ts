import type { LogFile } from '../files/log-file.ts'
import { sourceNotices } from '../notices.ts'
import type { LostPositions } from '../search/lost-positions.ts'
import { MOST_OPEN_COPIES } from '../search/missed-files.ts'
import type { SeenFiles } from '../search/seen-files.ts'
import { Segment } from './segment.ts'
import type { Segments } from './segments.ts'
import { findSuccessors, successorsOf } from './successors.ts'
import type { TrailOptions } from './trail-options.ts'

/** What files that come to the path are added to. */
interface ArrivalsParts {
  readonly options: TrailOptions
  readonly segments: Segments
  readonly lost: Pick<LostPositions, 'add'>
  readonly seen: Pick<SeenFiles, 'add' | 'addCopies'>
  readonly isNew: boolean
}

/** The files that come to the path of a source, one after the other. */
export class Arrivals {
  /** Whether nothing is known of the source. */
  isNew: boolean
  readonly #options: TrailOptions
  readonly #segments: Segments
  readonly #lost: ArrivalsParts['lost']
  readonly #seen: ArrivalsParts['seen']
  #areBehind = false

  constructor({ options, segments, lost, seen, isNew }: ArrivalsParts) {
    this.#options = options
    this.#segments = segments
    this.#lost = lost
    this.#seen = seen
    this.isNew = isNew
  }

  /** Whether more files came and went than are opened at once: those after the last one are to be found later. */
  get areBehind(): boolean {
    return this.#areBehind
  }

  /** Another file than the last one is at the path; true if that is news. */
  add(file: LogFile): boolean {
    if (this.#areBehind && this.#segments.count >= MOST_OPEN_COPIES) return this.#see(file)
    if (this.isNew && this.#options.start === 'end') file.skipToEnd()
    this.isNew = false
    return this.#follow(file)
  }

  /**
   * Continues with another file at the path, or with one that was renamed away and back. True if that is news; if its
   * start position has to be settled first, it is not yet.
   */
  #follow(file: LogFile): boolean {
    const { path, source, tell, elapsed, siblings } = this.#options
    const known = this.#segments.of(file)
    const { last } = this.#segments
    const hadLeft = last?.isLeaving === true
    this.#segments.leave(elapsed())
    siblings?.renew(path)
    if (known === undefined && last !== undefined) return this.#continueWith(file, last, hadLeft)
    if (known !== undefined) {
      file.close()
      this.#segments.remove(known.file)
      known.comeBack()
    }
    const mayBeKnown = known === undefined && siblings !== undefined
    if (known === undefined && !mayBeKnown) tell(sourceNotices.sourceFound(source, path, file.offset))
    this.#segments.push(known ?? new Segment(file, mayBeKnown ? { predecessors: [] } : undefined))
    return !mayBeKnown
  }

  /** Continues with what came to the path after the last file; true if other files came and went in between. */
  #continueWith(file: LogFile, last: Segment, hadLeft: boolean): boolean {
    // What came after a file that had left is known already, or was given up.
    const isDirect = hadLeft && last.file.isLinked() && !this.#areBehind
    const { segments, later, lost } = isDirect
      ? successorsOf(last, file, this.#options)
      : findSuccessors(this.#segments.files, last, file, this.#options)
    if (lost !== undefined) this.#lost.add(lost)
    this.#segments.push(...segments)
    this.#areBehind = later.length > 0
    const isNew = this.#areBehind && this.#see(file)
    this.#seen.addCopies(later, this.#segments.files)
    return isNew || segments.some((segment) => segment.file !== file)
  }

  /** Closes a file at the path that has to wait until those before it are read; true if it is a new one. */
  #see(file: LogFile): boolean {
    const isNew = this.#seen.add(file, this.#segments.files)
    file.close()
    return isNew
  }
}
