import type { Notice } from '../../../lib/notice/notice.ts'
import { type Position, resumesAt } from '../checkpoint.ts'
import { GzipFile } from '../files/gzip-file.ts'
import type { LogFile } from '../files/log-file.ts'
import { type OpenFile, isSameFile } from '../files/open-file.ts'
import type { Gap } from '../gap.ts'
import { sourceNotices } from '../notices.ts'
import { findFingerprint, findKeptLines } from './content-search.ts'
import { type Copy, type LogPlace, isFile } from './copies.ts'
import { CopyListing } from './copy-listing.ts'
import {
  type CopySearchResult,
  type FoundCopy,
  type NotFound,
  findInCopies,
  generationIn,
  openCopies,
} from './copy-search.ts'
import { type Lost, candidateOf, deferred } from './lost-position.ts'
import { MOST_OPEN_COPIES } from './missed-files.ts'
import { RotationWatch } from './rotation-watch.ts'

/** What a search ended with. */
export interface RecoveryResult {
  /** Copies to be read, oldest first. */
  readonly files: readonly OpenFile[]
  readonly notices: readonly Notice[]
  /** What is gone for good. */
  readonly gaps: readonly Gap[]
  /** Set if the position was not found. */
  readonly isGone?: true
  /** The copies newer than these: the first is to be searched for, the others then. */
  readonly more?: Lost
  readonly later?: readonly Copy[]
}

/** What a search works with. */
export interface SearchOptions extends LogPlace {
  readonly source: string
  /** Milliseconds by a monotonic clock. */
  readonly elapsed: () => number
  /** Ends a search. */
  readonly signal?: AbortSignal
}

/** Files that are read in any case, and those (by inode) that are read already or wait to be. */
interface Known {
  readonly open: readonly OpenFile[]
  readonly taken: { readonly inode: string }[]
}

/** Searches for one lost position at a time, and says what became of it. */
export class Recovery {
  readonly #options: SearchOptions
  readonly #rotation: RotationWatch

  constructor(options: SearchOptions) {
    this.#options = options
    this.#rotation = new RotationWatch(options.elapsed)
  }

  /**
   * Searches the file that was at the path, of which a rotation may have kept the newest part, and the copies; adds the
   * files found to `taken`. `unfinished` if a copy is still being written. Rejects with the system's error.
   */
  async find(lost: Lost, known: Known): Promise<RecoveryResult | 'unfinished'> {
    const { signal } = this.#options
    const { position } = lost
    const here = candidateOf(lost)
    if (here !== undefined && (await findFingerprint(here, position.seam, signal))) return this.#shortened(lost, here)
    const found = await this.#findInCopies(position, known)
    if (found === 'unfinished') return found
    if ('file' in found) return this.#take(lost, found, known)
    if (here !== undefined && (await findKeptLines(here, position.seam, 2, signal))) return this.#shortened(lost, here)
    return this.#giveUp(lost, found)
  }

  /** Not found means: in no copy, while all of them kept their names. */
  async #findInCopies(position: Position, { taken }: Known): Promise<CopySearchResult> {
    const listing = new CopyListing(this.#options)
    for (;;) {
      const { isChanging } = this.#rotation
      const found = await findInCopies(this.#options, position, taken, isChanging, this.#options.signal)
      if (found === 'unfinished' || 'file' in found || !listing.hasChanged()) return found
    }
  }

  /** Opens the newer copies as well. */
  async #take(lost: Lost, found: FoundCopy, known: Known): Promise<RecoveryResult | 'unfinished'> {
    // What is open already must not wait for itself.
    const wanted = lost.followedBy === undefined ? found.newer : []
    const unopened = wanted.filter(({ path }) => !known.open.some((file) => isFile(path, file)))
    const [first, rest] = [unopened.slice(0, MOST_OPEN_COPIES), unopened.slice(MOST_OPEN_COPIES)]
    const { generation, newer } = await this.#open(first, rest).catch((error: unknown) => {
      found.file.close()
      throw error
    })
    if (newer === 'unfinished') {
      found.file.close()
      return newer
    }
    const all = [found.file, ...newer.files]
    if (!isFile(found.copy.path, found.file)) {
      // A rotation renamed the copies meanwhile: those just opened may be others than were listed.
      for (const each of all) each.close()
      return this.find(lost, known)
    }
    known.taken.push(...all)
    const more = deferred(rest, generation, lost)
    if (more !== undefined) known.taken.push(more.position)
    const files = (lost.wanted === 'rest' ? all : newer.files).filter((each) => !isOpen(each, known.open))
    for (const each of all) if (!files.includes(each)) each.close()
    const unheard = this.#unheard(lost, found.file)
    const gaps = [...unheard, ...newer.unreadable.map((each) => unreadableCopy(each))]
    const from = unheard.length === 0 ? resumesAt(lost.position) : lost.position.offset
    const notices = [...this.#copied(lost, found.copy, from), ...this.#gone(newer.unreadable, gaps)]
    return { files, notices, gaps, ...(more === undefined ? {} : { more, later: rest }) }
  }

  /** Opens copies; with the generation of the first of those to be opened later. */
  async #open(
    copies: readonly Copy[],
    [next]: readonly Copy[],
  ): Promise<{ readonly generation: string; readonly newer: Awaited<ReturnType<typeof openCopies>> }> {
    const { isChanging } = this.#rotation
    const { signal } = this.#options
    const generation = next === undefined ? '' : await generationIn(next, isChanging, signal)
    return { generation, newer: await openCopies(copies, isChanging, signal) }
  }

  #shortened(lost: Lost, file: LogFile): RecoveryResult {
    const { source, path } = this.#options
    const gaps = this.#unheard(lost, file)
    const shortened = sourceNotices.sourceShortened(source, path, file.offset)
    return { files: [], notices: gaps.length === 0 ? [shortened] : this.#gone([], gaps), gaps }
  }

  /**
   * What is at other offsets now cannot be read again, as its events would get other ids and be sealed twice. They are
   * sealed once; but what rules conclude from them is missing.
   */
  #unheard({ position, wanted }: Lost, file: OpenFile): Gap[] {
    const { again, offset: to, generation } = position
    if (again === undefined || wanted !== 'rest' || file.position.again !== undefined) return []
    return [{ file: this.#options.path, generation, from: again, to, cause: 'missing' }]
  }

  #copied({ position, wanted }: Lost, copy: Copy, from: number): Notice[] {
    return wanted === 'rest' && !position.waits
      ? [sourceNotices.sourceCopied(this.#options.source, copy.path, from)]
      : []
  }

  /** There is no gap if everything had been read. If nobody could look, there may be one. */
  #giveUp({ position, wanted, end }: Lost, { unreadable, foreign }: NotFound): RecoveryResult {
    const { source, path } = this.#options
    if (wanted === 'newer copies') return { files: [], notices: this.#gone(unreadable, []), gaps: [] }
    const { generation } = position
    const from = resumesAt(position)
    const gone = { files: [], isGone: true } as const
    if (end === from) return { ...gone, notices: [sourceNotices.sourceTruncated(source, path, from)], gaps: [] }
    const cause = unreadable.length > 0 ? 'unreadable' : end === undefined ? 'missing' : 'truncated'
    const last = position.ended ? position.offset : end
    const to = last === undefined || last === Infinity ? undefined : last
    const gaps = [{ file: path, generation, from, to, cause } as const]
    return { ...gone, notices: this.#gone(unreadable, gaps, foreign), gaps }
  }

  #gone(unreadable: readonly string[], gaps: readonly Gap[], foreign: readonly string[] = []): Notice[] {
    const { source } = this.#options
    const named = unreadable.length > 0 ? [sourceNotices.copiesUnreadable(source, unreadable)] : []
    return [...named, ...gaps.map((gap) => sourceNotices.logGap(source, gap, foreign))]
  }
}

function unreadableCopy(file: string): Gap {
  return { file, generation: '', from: 0, to: undefined, cause: 'unreadable' }
}

/** Whether a copy is already read from an open file: the same one, or one that was compressed to it and removed. */
function isOpen(copy: OpenFile, open: readonly OpenFile[]): boolean {
  return open.some((file) => {
    if (!(copy instanceof GzipFile)) return isSameFile(file, copy)
    return !file.isLinked() && file.size() === copy.size() && file.generation === copy.generation
  })
}
