import type { Notice, Tell } from '../../../lib/notice/notice.ts'
import type { Position } from '../checkpoint.ts'
import { GzipFile } from '../files/gzip-file.ts'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, isSameFile } from '../files/open-file.ts'
import { seamOf } from '../fingerprint/fingerprint.ts'
import type { Gap } from '../gap.ts'
import { sourceNotices } from '../notices.ts'
import { type Copy, type LogPlace, inodeOf, isFile } from './copies.ts'
import { type FoundCopy, type InVain, findInCopies, openCopies } from './copy-search.ts'
import { MOST_OPEN_COPIES } from './missed-files.ts'
import { RotationWatch } from './rotation-watch.ts'
import type { MissingFile } from './saved-positions.ts'

/** A position whose bytes are not where they were. */
export interface Lost {
  readonly position: Position
  /** The file it stood in, where that is still there with another content; it is at its beginning now. */
  readonly file?: LogFile
  /** Another open file that comes after what is wanted; without either, all of them do. */
  readonly next?: OpenFile
  /** What is wanted: the rest of the content, or only what is newer, because the rest is read through a handle. */
  readonly wanted: 'rest' | 'newer copies'
  /** Where the content ended, Infinity where it went on; undefined where nobody looked since it was read. */
  readonly end?: number
}

/** Copies to be read, oldest first, and which of the open files comes after them; without one, all of them do. */
interface Recovered {
  readonly files: readonly OpenFile[]
  readonly next: OpenFile | undefined
}

/** What became of one: copies to be read, oldest first, what is to be said, and what is gone for good. */
interface Finding {
  readonly files: readonly OpenFile[]
  readonly notices: readonly Notice[]
  readonly gaps: readonly Gap[]
  /** What is newer than these copies, to be found later. */
  readonly more?: Lost
}

/** One that was found, or given up. */
interface Settled {
  readonly lost: Lost
  readonly finding: Finding
}

/** What became of all that could be settled. */
interface Recovery {
  readonly found: readonly Recovered[]
  readonly gaps: readonly Gap[]
}

/** What the search works with. */
export interface LostOptions extends LogPlace {
  readonly source: string
  readonly tell: Tell
  /** Milliseconds since some moment, by a clock that never steps. */
  readonly elapsed: () => number
  /** Ends a search. */
  readonly signal?: AbortSignal
}

/** The positions of one source whose bytes have to be found again, oldest first. */
export class LostPositions {
  readonly #options: LostOptions
  readonly #rotation: RotationWatch
  #lost: readonly Lost[] = []

  constructor(options: LostOptions) {
    this.#options = options
    this.#rotation = new RotationWatch(options.elapsed)
  }

  get count(): number {
    return this.#lost.length
  }

  /** The positions of the files that have to be saved, of all that are open, with those between them that are lost. */
  positionsWith(all: readonly OpenFile[], saved: ReadonlyMap<OpenFile, Position>): readonly Position[] {
    const lost = this.#lost.filter(({ wanted }) => wanted !== 'newer copies')
    const nexts = lost.map((each) => all.find((file) => file === nextOf(each)))
    const before = (at?: OpenFile): Position[] =>
      lost.filter((_, index) => nexts[index] === at).map(({ position }) => position)
    const own = (file: OpenFile): Position[] => {
      const position = saved.get(file)
      return position === undefined || lost.some((each) => each.position === position) ? [] : [position]
    }
    return [...before(), ...all.flatMap((file) => [...before(file), ...own(file)])]
  }

  /** Whether something that comes before a file is still to be found. */
  isBefore(file: OpenFile): boolean {
    return this.#lost.some((each) => nextOf(each) === undefined || nextOf(each) === file)
  }

  /**
   * Whether copies that come before a file are to be opened when others have been read: then it is not its turn yet.
   */
  waitBefore(file: OpenFile): boolean {
    return this.#lost.some((each) => each.position.waits === true && nextOf(each) === file)
  }

  add(...lost: readonly Lost[]): void {
    this.#lost = [...this.#lost, ...lost]
  }

  /** Adds those whose files are nowhere; `all` of the checkpoint tell the order. */
  addMissing(missing: readonly MissingFile[], all: readonly Position[]): void {
    if (missing.length === 0) return
    const order = ({ position }: Lost): number => all.indexOf(position)
    const added = missing.map((each) => ({ ...each, wanted: 'rest' as const }))
    this.#lost = [...this.#lost, ...added].toSorted((one, other) => order(one) - order(other))
  }

  /**
   * Looks for all of them: further up in the same file, where a rotation kept its newest part, or in a copy and those
   * that are newer. Where nothing is found the bytes are gone, and a notice says so; a position whose copy is still
   * being written stays. `known` are the files that are read in any case. Where it throws the system's error, nothing
   * has changed.
   */
  async recover(known: readonly OpenFile[]): Promise<Recovery> {
    // Compressed copies that a former search found, with what is newer than they.
    const taken: { readonly inode: string }[] = known.filter((file) => file instanceof GzipFile)
    const settled: Settled[] = []
    const opened = (): OpenFile[] => settled.flatMap(({ finding }) => finding.files)
    try {
      // The newest first: an older position then knows where the part begins that is read already.
      for (const lost of this.#lost.toReversed()) {
        if (lost.position.waits && known.length + opened().length >= MOST_OPEN_COPIES) {
          taken.push(lost.position)
          continue
        }
        const finding = await this.#find(lost, [...known, ...opened()], taken)
        // What is older waits too: as one of its newer copies this one would be read from its beginning.
        if (finding === 'unfinished') break
        settled.unshift({ lost, finding })
      }
    } catch (error) {
      for (const file of opened()) file.close()
      throw error
    }
    this.#lost = this.#lost.flatMap((each) => {
      const finding = settled.find(({ lost }) => lost === each)?.finding
      if (finding === undefined) return [withNext(each, settled)]
      return finding.more === undefined ? [] : [finding.more]
    })
    for (const { finding } of settled) for (const notice of finding.notices) this.#options.tell(notice)
    return {
      found: settled.map(({ lost, finding }) => ({ files: finding.files, next: nextOf(lost) })),
      gaps: settled.flatMap(({ finding }) => finding.gaps),
    }
  }

  async #find(
    lost: Lost,
    known: readonly OpenFile[],
    taken: { readonly inode: string }[],
  ): Promise<Finding | 'unfinished'> {
    const { signal } = this.#options
    const { position } = lost
    const here = whereItMayBe(lost)
    if ((await here?.find(position.seam, signal)) === true) return this.#shortened(here)
    const found = await findInCopies(this.#options, position, taken, this.#rotation.isChanging, signal)
    if (found === 'unfinished') return found
    if ('file' in found) return this.#take(lost, found, known, taken)
    if ((await here?.findKept(position.seam, 2, signal)) === true) return this.#shortened(here)
    return this.#giveUp(lost, found)
  }

  /** Opens what was found, and the copies that are newer. */
  async #take(
    lost: Lost,
    found: FoundCopy,
    known: readonly OpenFile[],
    taken: { readonly inode: string }[],
  ): Promise<Finding | 'unfinished'> {
    const [first, rest] = [found.newer.slice(0, MOST_OPEN_COPIES), found.newer.slice(MOST_OPEN_COPIES)]
    const newer = await openCopies(first, this.#rotation.isChanging, this.#options.signal).catch((error: unknown) => {
      found.file.close()
      throw error
    })
    if (newer === 'unfinished') {
      found.file.close()
      return newer
    }
    const all = [found.file, ...newer.files]
    if (!isFile(found.copy.path, found.file)) {
      // A rotation moved them while they were opened: under the names of the newer ones stood others.
      for (const each of all) each.close()
      return this.#find(lost, known, taken)
    }
    taken.push(...all)
    const more = moreOf(rest, lost)
    if (more !== undefined) taken.push(more.position)
    const files = (lost.wanted === 'rest' ? all : newer.files).filter((each) => !isRead(each, known))
    for (const each of all) if (!files.includes(each)) each.close()
    const gaps = newer.unreadable.map((each) => unreadableCopy(each))
    const notices = [...this.#found(lost, found.copy), ...this.#gone(newer.unreadable, gaps)]
    return { files, notices, gaps, ...(more === undefined ? {} : { more }) }
  }

  #shortened(file: LogFile | undefined): Finding {
    const { source, path } = this.#options
    return { files: [], notices: [sourceNotices.sourceShortened(source, path, file?.offset ?? 0)], gaps: [] }
  }

  #found({ position, wanted }: Lost, copy: Copy): Notice[] {
    return wanted === 'rest' && !position.waits
      ? [sourceNotices.sourceCopied(this.#options.source, copy.path, position.offset)]
      : []
  }

  /** What was all read when it went away leaves no gap; what nobody could look at may. */
  #giveUp({ position, wanted, end }: Lost, { unreadable, foreign }: InVain): Finding {
    const { source, path } = this.#options
    if (wanted === 'newer copies') return { files: [], notices: this.#gone(unreadable, []), gaps: [] }
    const { offset: from, generation } = position
    if (end === from) return { files: [], notices: [sourceNotices.sourceTruncated(source, path, from)], gaps: [] }
    const cause = unreadable.length > 0 ? 'unreadable' : end === undefined ? 'missing' : 'truncated'
    const to = end === undefined || end === Infinity ? undefined : end
    const gaps = [{ file: path, generation, from, to, cause } as const]
    return { files: [], notices: this.#gone(unreadable, gaps, foreign), gaps }
  }

  #gone(unreadable: readonly string[], gaps: readonly Gap[], foreign: readonly string[] = []): Notice[] {
    const { source } = this.#options
    const named = unreadable.length > 0 ? [sourceNotices.copiesUnreadable(source, unreadable)] : []
    return [...named, ...gaps.map((gap) => sourceNotices.logGap(source, gap, foreign))]
  }
}

function nextOf({ file, next }: Lost): OpenFile | undefined {
  return file ?? next
}

/** The open file that may hold the position at another place: its own, or one that nothing has been read of yet. */
function whereItMayBe({ file, next, wanted }: Lost): LogFile | undefined {
  if (wanted === 'newer copies') return undefined
  return file ?? (next instanceof LogFile && next.offset === 0 ? next : undefined)
}

/** Stands for copies that are opened when others have been read: the beginning of the oldest. */
function moreOf([oldest]: readonly Copy[], { next, file }: Lost): Lost | undefined {
  const inode = oldest && inodeOf(oldest.path)
  if (inode === undefined) return undefined
  const position: Position = {
    inode,
    generation: '',
    offset: 0,
    skipping: false,
    seam: seamOf(Buffer.alloc(0)),
    waits: true,
  }
  const follower = next ?? file
  return { position, wanted: 'rest', ...(follower === undefined ? {} : { next: follower }) }
}

/** What is still lost comes before what was found of newer ones. */
function withNext(each: Lost, settled: readonly Settled[]): Lost {
  const newer = settled.find(({ lost, finding }) => nextOf(lost) === each.next && finding.files.length > 0)
  const [next] = newer?.finding.files ?? []
  return next === undefined ? each : { ...each, next }
}

function unreadableCopy(file: string): Gap {
  return { file, generation: '', from: 0, to: undefined, cause: 'unreadable' }
}

/**
 * Whether a copy is read through another handle: to the same file, or to the one that was compressed to it and removed.
 */
function isRead(copy: OpenFile, known: readonly OpenFile[]): boolean {
  return known.some((handle) => {
    if (!(copy instanceof GzipFile)) return isSameFile(handle, copy)
    return !handle.isLinked() && handle.size() === copy.size() && handle.generation === copy.generation
  })
}
