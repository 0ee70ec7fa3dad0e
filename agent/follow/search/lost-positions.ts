import type { Tell } from '../../../lib/notice/notice.ts'
import type { Position } from '../checkpoint.ts'
import { GzipFile } from '../files/gzip-file.ts'
import type { OpenFile } from '../files/open-file.ts'
import type { Gap } from '../gap.ts'
import type { Copy } from './copies.ts'
import { type Lost, nextOf } from './lost-position.ts'
import { MOST_OPEN_COPIES } from './missed-files.ts'
import { type RecoveryResult, Recovery, type SearchOptions } from './recovery.ts'
import type { MissingFile } from './saved-positions.ts'

/** Copies to be read, oldest first, and the open file that follows them; without one, all open files do. */
interface FoundFiles {
  readonly files: readonly OpenFile[]
  readonly next: OpenFile | undefined
}

/** What became of the positions that could be settled. */
export interface RecoveredFiles {
  readonly found: readonly FoundFiles[]
  /** Copies that have to wait until these are read. */
  readonly later: readonly Copy[]
  readonly gaps: readonly Gap[]
}

/** A position that was found or given up. */
interface Settled {
  readonly lost: Lost
  readonly finding: RecoveryResult
}

/** The positions of one source whose content has to be searched for, oldest first. */
export class LostPositions {
  readonly #tell: Tell
  readonly #recovery: Recovery
  #lost: readonly Lost[] = []

  constructor(options: SearchOptions & { readonly tell: Tell }) {
    this.#tell = options.tell
    this.#recovery = new Recovery(options)
  }

  get count(): number {
    return this.#lost.length
  }

  /** What to save: the lost positions among those of the open files; `all` tell the order, `saved` which are saved. */
  positionsWith(all: readonly OpenFile[], saved: ReadonlyMap<OpenFile, Position>): readonly Position[] {
    const held = new Set([...saved.values()].map(({ inode }) => inode))
    const newer = this.#lost.filter(({ wanted }) => wanted === 'newer copies')
    const waiting = new Set(newer.map(({ position }) => position.inode))
    const lost = this.#lost.filter(({ wanted, position }) => wanted === 'rest' || !held.has(position.inode))
    const newest = [...saved.keys()].at(-1)
    const nexts = lost.map((each) => all.find((file) => file === nextOf(each)))
    // After a kill, too, what follows a position is searched for, even if the position's own file was finished.
    const marked = (position: Position, isFollowed: boolean): Position => {
      const { followed: _followed, ...rest } = position
      if (waiting.has(position.inode)) return { ...rest, waits: true }
      return isFollowed ? { ...rest, followed: true } : rest
    }
    const before = (at?: OpenFile): Position[] =>
      lost
        .filter((_, index) => nexts[index] === at)
        .map(({ position, followedBy: next }) => marked(position, next !== undefined))
    const own = (file: OpenFile): Position[] => {
      const position = saved.get(file)
      const isLost = lost.some((each) => each.position === position)
      return position === undefined || isLost ? [] : [marked(position, file !== newest)]
    }
    return [...before(), ...all.flatMap((file) => [...before(file), ...own(file)])]
  }

  /** Whether something that comes before a file is lost. */
  isBefore(file: OpenFile): boolean {
    return this.#lost.some((each) => nextOf(each) === undefined || nextOf(each) === file)
  }

  /** Those of the open files that need not wait for copies before them, which are opened once others have been read. */
  readyOf(files: readonly OpenFile[]): readonly OpenFile[] {
    const waits = (file: OpenFile): boolean =>
      this.#lost.some((each) => each.position.waits === true && nextOf(each) === file)
    const first = this.#lost.length === 0 ? -1 : files.findIndex(waits)
    return first === -1 ? files : files.slice(0, first)
  }

  add(...lost: readonly Lost[]): void {
    this.#lost = [...this.#lost, ...lost]
  }

  /** Adds saved positions whose files were not found; `all` those of the checkpoint tell the order. */
  addMissing(missing: readonly MissingFile[], all: readonly Position[]): void {
    if (missing.length === 0) return
    const order = ({ position }: Lost): number => all.indexOf(position)
    const added = missing.map((each) => ({ ...each, wanted: 'rest' as const, ...followedBy(each.position, all) }))
    this.#lost = [...this.#lost, ...added].toSorted((one, other) => order(one) - order(other))
  }

  /**
   * Searches for all of them; `open` are the files that are read in any case. What is not found is gone, and a notice
   * says so; a position whose copy is still being written stays. Rejects with the system's error, having changed
   * nothing.
   */
  async recover(open: readonly OpenFile[]): Promise<RecoveredFiles> {
    const settled = await this.#settle(open)
    this.#lost = this.#lost.flatMap((each) => {
      const finding = settled.find(({ lost }) => lost === each)?.finding
      if (finding === undefined) return [withoutGone(withNext(each, settled), settled)]
      return finding.more === undefined ? [] : [finding.more]
    })
    for (const { finding } of settled) for (const notice of finding.notices) this.#tell(notice)
    return {
      found: settled.map(({ lost, finding }) => ({ files: finding.files, next: nextOf(lost) })),
      later: settled.flatMap(({ finding }) => finding.later ?? []),
      gaps: settled.flatMap(({ finding }) => finding.gaps),
    }
  }

  async #settle(open: readonly OpenFile[]): Promise<readonly Settled[]> {
    // Compressed copies that an earlier search found, together with the newer ones.
    const taken: { readonly inode: string }[] = open.filter((file) => file instanceof GzipFile)
    const settled: Settled[] = []
    const opened = (): OpenFile[] => settled.flatMap(({ finding }) => finding.files)
    try {
      // Newest first, so that the search for an older position stops before what is read already.
      for (const lost of this.#lost.toReversed()) {
        // Those that follow it wait for it, and are not read until it is.
        const next = open.findIndex((file) => file === nextOf(lost))
        const before = Math.max(0, next) + opened().length
        if (lost.position.waits && before >= MOST_OPEN_COPIES) {
          taken.push(lost.position)
          continue
        }
        const known = { open: [...open, ...opened()], taken }
        const finding = await this.#recovery.find(withoutGone(lost, settled), known)
        // Older positions wait as well: as one of their newer copies, this one would be read from its beginning.
        if (finding === 'unfinished') break
        settled.unshift({ lost, finding })
      }
    } catch (error) {
      for (const file of opened()) file.close()
      throw error
    }
    return settled
  }
}

/** The position after one in a checkpoint, unless files between the two may not have been read. */
function followedBy(position: Position, all: readonly Position[]): Pick<Lost, 'followedBy'> {
  const next = all[all.indexOf(position) + 1]
  return position.followed === undefined || next === undefined ? {} : { followedBy: next }
}

/** If the next position is gone, what came after that is to be found among the copies newer than this one. */
function withoutGone(lost: Lost, settled: readonly Settled[]): Lost {
  const { followedBy: next, ...rest } = lost
  const isGone = settled.some((each) => each.finding.isGone === true && each.lost.position === next)
  return isGone ? rest : lost
}

/** What is still lost comes before the files found for newer positions. */
function withNext(each: Lost, settled: readonly Settled[]): Lost {
  const newer = settled.find(({ lost, finding }) => nextOf(lost) === each.next && finding.files.length > 0)
  const [next] = newer?.finding.files ?? []
  return next === undefined ? each : { ...each, next }
}
