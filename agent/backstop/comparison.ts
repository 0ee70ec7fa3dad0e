import type { Stats } from 'node:fs'
import { digest } from '../../lib/event/digest.ts'

/** What is known of a file. */
export interface FileRecord {
  /** Changes with the file; empty if it was changed a moment before it was read, and perhaps after. */
  readonly stamp: string
  /** What is in it, each as a part of its key. */
  readonly keys: readonly string[]
}

/** Files by digests of their names. */
export type Files = Readonly<Record<string, FileRecord>>

/** The bytes of the largest file that is read. */
export const LARGEST = 2 * 1024 * 1024

/** All that was looked at below a folder, by path: what each was, files and folders that were not there included. */
export type Seen = Readonly<Record<string, string>>

/** How much is looked at, known and told. */
export interface ComparisonBounds {
  readonly names: number
  readonly files: number
  readonly bytes: number
  readonly keys: number
  readonly told: number
}

/** Names and content are an attacker's: of no group more than this. */
const MOST: ComparisonBounds = { names: 20_000, files: 5000, bytes: 8 * LARGEST, keys: 50_000, told: 1000 }

/** What each group has for itself, whatever its neighbours do. */
const SHARE: ComparisonBounds = { names: 2000, files: 500, bytes: LARGEST, keys: 2000, told: 20 }

/** What the groups of a host have together, beyond their shares. */
export type CommonBounds = { -readonly [bound in keyof ComparisonBounds]: number }

/** What is free beside what is known of all groups; the memory of a look stays below what its unit may use. */
export function commonBounds(known: readonly Files[]): CommonBounds {
  const common = { names: 1_000_000, files: 100_000, bytes: 64 * LARGEST, keys: 400_000, told: 5000 }
  for (const { files, keys } of known.map(sizeOf)) {
    common.files -= Math.max(0, files - SHARE.files)
    common.keys -= Math.max(0, keys - SHARE.keys)
  }
  return common
}

function sizeOf(known: Files): { readonly files: number; readonly keys: number } {
  const records = Object.values(known)
  return { files: records.length, keys: records.reduce((sum, { keys }) => sum + keys.length, 0) }
}

/** Characters of all paths that are kept in mind of one group. */
const MOST_SEEN = 500_000

/** Milliseconds within which a second change may leave the times of a file as they are. */
const MOMENT = 1000

/** Characters of a digest that tell one file, or one item of a file, from the others: 72 bits. */
const ENOUGH = 12

/**
 * Changes whenever what stands at a path does, as nobody can set the time of a change (utimes(2)); `absent` where
 * nothing stands.
 */
export function stampOf(stats: Change | undefined): string {
  return stats === undefined ? 'absent' : `${stats.ino}.${stats.size}.${stats.ctimeMs}`
}

function partOf(key: string): string {
  return key.slice(0, ENOUGH)
}

/** What tells that a file was changed. */
type Change = Pick<Stats, 'ino' | 'size' | 'ctimeMs'>

/** What may be in a file. */
interface Item {
  readonly key: string
}

/** What is in a file and was not before. */
export interface Appeared<T> {
  readonly items: readonly T[]
  /** When the file was changed, in seconds since the epoch. */
  readonly time: number
}

/** The files of one group, such as those of an account, compared with what is known of them. */
export class Comparison {
  readonly #before: Files | undefined
  readonly #now: number
  readonly #after = new Map<string, FileRecord>()
  readonly #common: CommonBounds
  readonly #share: ComparisonBounds
  readonly #used: CommonBounds
  readonly #seen = new Map<string, string>()
  #seenLeft = MOST_SEEN
  #sharedKeys: Set<string> | undefined
  #isCut = false

  /** Where nothing is known yet, all there is counts as known. `now`: milliseconds since the epoch. */
  constructor(before: Files | undefined, now: number, common: CommonBounds, share: ComparisonBounds = SHARE) {
    this.#before = before
    this.#now = now
    this.#common = common
    this.#share = share
    this.#used = { names: 0, bytes: 0, told: 0, ...sizeOf(before ?? {}) }
  }

  /** The names in a folder, as long as there is room for them. */
  *within<T>(entries: Iterable<T>): Generator<T, void, void> {
    for (const entry of entries) {
      if (!this.#takes('names', 1)) return
      yield entry
    }
  }

  /** Whether there was more than is looked at, or told. */
  get isCut(): boolean {
    return this.#isCut
  }

  /** Notes what stands at a path, whose change means that there may be something new. */
  saw(path: string, stats: Change | undefined): void {
    const stamp = this.#stampOf(stats)
    this.#seenLeft -= stamp === '' ? Infinity : path.length
    if (this.#seenLeft >= 0) this.#seen.set(path, stamp)
  }

  /** All that was seen; undefined where that is too much to keep in mind, or is changing at this moment. */
  get seen(): Seen | undefined {
    return this.#seenLeft >= 0 && !this.#isCut ? Object.fromEntries(this.#seen) : undefined
  }

  /** What is known now; what there was no room for stays as it was. */
  get after(): Files {
    return { ...(this.#isCut && this.#before), ...Object.fromEntries(this.#after) }
  }

  /**
   * What appeared in a file; nothing where it is not there. `read` is called only if it was changed, and gives nothing
   * if it is gone meanwhile. `name` names the file in this group for good. What another file of the group has, too, is
   * no news where `isShared`.
   */
  appeared<T extends Item>(
    name: string,
    stats: Change | undefined,
    read: () => readonly T[] | undefined,
    isShared = false,
  ): Appeared<T> {
    const id = partOf(digest(name))
    const known = this.#before?.[id]
    if (stats === undefined || (known === undefined && !this.#takes('files', 1))) return { items: [], time: 0 }
    const stamp = this.#stampOf(stats)
    const isChanged = known === undefined || stamp === '' || known.stamp !== stamp
    if (!isChanged) this.#after.set(id, known)
    const others = isShared ? this.#shared : undefined
    const items = isChanged ? this.#fresh(id, stamp, this.#itemsIn(stats, known, read), others) : []
    return { items, time: Math.floor(Math.min(stats.ctimeMs, this.#now) / 1000) }
  }

  /** Everything in any file of the group: that was there before, and that appeared since in those that share. */
  get #shared(): Set<string> {
    this.#sharedKeys ??= new Set(Object.values(this.#before ?? {}).flatMap(({ keys }) => keys))
    return this.#sharedKeys
  }

  #itemsIn<T>(
    { size }: Change,
    known: FileRecord | undefined,
    read: () => readonly T[] | undefined,
  ): readonly T[] | undefined {
    const items = this.#takes('bytes', size > LARGEST ? 0 : size) ? read() : undefined
    if (items === undefined) return undefined
    // They take the place of what is known.
    const before = known?.keys.length ?? 0
    this.#use('keys', -before)
    if (this.#takes('keys', items.length)) return items
    this.#use('keys', before)
    return undefined
  }

  #fresh<T extends Item>(
    id: string,
    stamp: string,
    items: readonly T[] | undefined,
    others: Set<string> | undefined,
  ): readonly T[] {
    if (items === undefined) return []
    const byKey = new Map(items.map((item) => [partOf(item.key), item]))
    this.#after.set(id, { stamp, keys: [...byKey.keys()] })
    for (const key of this.#before?.[id]?.keys ?? []) byKey.delete(key)
    for (const key of others ?? []) byKey.delete(key)
    for (const key of byKey.keys()) others?.add(key)
    const fresh = this.#before === undefined ? [] : [...byKey.values()]
    return fresh.filter(() => this.#takes('told', 1))
  }

  /** Empty where a second change could leave it as it is. */
  #stampOf(stats: Change | undefined): string {
    return stats !== undefined && this.#now - stats.ctimeMs < MOMENT ? '' : stampOf(stats)
  }

  #takes(what: keyof ComparisonBounds, count: number): boolean {
    const isFree = this.#used[what] + count <= MOST[what] && this.#beyondShare(what, count) <= this.#common[what]
    if (isFree) this.#use(what, count)
    else this.#isCut = true
    return isFree
  }

  #use(what: keyof ComparisonBounds, count: number): void {
    this.#common[what] -= this.#beyondShare(what, count)
    this.#used[what] += count
  }

  /** How much of this is not covered by the group's share. */
  #beyondShare(what: keyof ComparisonBounds, count: number): number {
    const [used, share] = [this.#used[what], this.#share[what]]
    return Math.max(share, used + count) - Math.max(share, used)
  }
}
