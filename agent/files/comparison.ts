import type { ByteText } from './byte-text.ts'
import { exclusion, isBelow } from './exclusion.ts'
import type { ListHead, Listed } from './listed.ts'

/** What can be different about a file. */
export type Aspect = 'type' | 'content' | 'size' | 'mode' | 'owner' | 'group' | 'target' | 'device'

/** One difference between two lists. */
export type Difference =
  | { readonly is: 'new'; readonly after: Listed }
  | { readonly is: 'removed'; readonly before: Listed }
  | ChangedFile
  | { readonly is: 'unknown'; readonly name: ByteText; readonly reason: string }

/** A file that is in both lists. */
export interface ChangedFile {
  readonly is: 'changed'
  readonly before: Listed
  readonly after: Listed
  readonly aspects: readonly Aspect[]
}

/** A list to compare: its entries in the order of their names. */
export interface Side {
  readonly entries: AsyncIterable<Listed> | Iterable<Listed>
  /** Whether the list would have such an entry if there was one. */
  readonly covers: (listed: Listed) => boolean
}

/**
 * Compares two lists in one pass, entry by entry: neither is kept in memory. What a list could not have is no
 * difference; what it could not read is unknown, and so is all below a folder that it could not read.
 */
export async function* differences(before: Side, after: Side): AsyncGenerator<Difference, void, void> {
  const [old, now] = [new Cursor(before), new Cursor(after)]
  await Promise.all([old.advance(), now.advance()])
  for (;;) {
    const [was, is] = [old.current, now.current]
    if (was === undefined && is === undefined) return
    if (is === undefined || (was !== undefined && was.name < is.name)) {
      if (was !== undefined) yield* alone(was, 'removed', now)
      await old.advance()
    } else if (was === undefined || is.name < was.name) {
      yield* alone(is, 'new', old)
      await now.advance()
    } else {
      const difference = between(was, is)
      if (difference !== undefined) yield difference
      await Promise.all([old.advance(), now.advance()])
    }
  }
}

/** What lists cover that say so. Lists without rights tell of files alone. */
export function coverageOf({ trees, excluded }: ListHead, isWhole: boolean): Side['covers'] {
  const isExcluded = exclusion(excluded)
  const isLeftOut = (path: ByteText): boolean => {
    for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1))
      if (isExcluded(path.slice(0, at))) return true
    return isExcluded(path)
  }
  return ({ name, type }) => (isWhole || type === 'f') && isBelow(name, trees) && !isLeftOut(name)
}

/** Walks through the entries of a side, and remembers the last folder that could not be read. */
class Cursor {
  readonly covers: Side['covers']
  readonly #entries: AsyncIterator<Listed> | Iterator<Listed>
  #dark: ByteText | undefined
  current: Listed | undefined

  constructor({ entries, covers }: Side) {
    this.covers = covers
    this.#entries = Symbol.asyncIterator in entries ? entries[Symbol.asyncIterator]() : entries[Symbol.iterator]()
  }

  async advance(): Promise<void> {
    const next = await this.#entries.next()
    this.current = next.done === true ? undefined : next.value
    const { name, type } = this.current ?? {}
    if (type === '?' && name?.endsWith('/') === true) this.#dark = name
  }

  /** Whether an entry is missing here, and not only unread. */
  lacks(listed: Listed): boolean {
    const isDark = this.#dark !== undefined && listed.name.startsWith(this.#dark)
    return !isDark && this.covers(listed)
  }
}

function* alone(listed: Listed, is: 'new' | 'removed', other: Cursor): Generator<Difference, void, void> {
  if (listed.type === '?') yield unknownOf(listed)
  else if (other.lacks(listed)) yield is === 'new' ? { is, after: listed } : { is, before: listed }
}

function between(before: Listed, after: Listed): Difference | undefined {
  if (after.type === '?') return unknownOf(after)
  if (before.type === '?') return unknownOf(before)
  if (before.digest !== undefined && after.digest !== undefined && before.digest.algorithm !== after.digest.algorithm)
    return {
      is: 'unknown',
      name: after.name,
      reason: `one list has ${before.digest.algorithm}, the other ${after.digest.algorithm}`,
    }
  const aspects = differing(before, after)
  return aspects.length === 0 ? undefined : { is: 'changed', before, after, aspects }
}

function unknownOf({ name, reason = 'it could not be read' }: Listed): Difference {
  return { is: 'unknown', name, reason }
}

function differing(before: Listed, after: Listed): readonly Aspect[] {
  if (before.type !== after.type) return ['type']
  const pairs: readonly (readonly [Aspect, unknown, unknown])[] = [
    ['content', before.digest?.hex, after.digest?.hex],
    ['size', before.size, after.size],
    ['mode', before.mode, after.mode],
    ['owner', before.uid, after.uid],
    ['group', before.gid, after.gid],
    ['target', before.target, after.target],
    ['device', before.device, after.device],
  ]
  return pairs
    .filter(([, one, other]) => one !== undefined && other !== undefined && one !== other)
    .map(([aspect]) => aspect)
}
