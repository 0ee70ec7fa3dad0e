/** The letters from the most to the least frequent in English; all other bytes of a needle are rarer. */
const FREQUENT = 'etaoinsrhldcumfpgwybvkxjqz'

/** Keys that share one of the eight bits of the scan, each as text of two ASCII characters, or of three. */
export type KeyGroup = readonly string[]

/** Needles, each of two bytes or more, and what the scan looks for: one key of each. */
export interface Keys {
  readonly words: readonly Buffer[]
  /** The six tables of scan.wat. */
  readonly tables: Uint8Array
  /** The needles by the number of the first two bytes of their key (`pairAt`). */
  readonly needles: ReadonlyMap<number, readonly Needle[]>
}

/** A byte string, and the index of its key. */
interface Needle {
  readonly bytes: Buffer
  readonly at: number
}

/**
 * Prepares a search for needles, each by the first key of these groups that it holds. A key alone in its group is found
 * and nothing else; keys in one group bring along those that consist of halves of their bytes. Without groups each
 * needle is looked for by the two bytes that are rarest in English.
 */
export function searchKeysOf(words: readonly Buffer[], groups: readonly KeyGroup[] = groupsOf(words)): Keys {
  const keys = groups.flat()
  const found = words.map((bytes) => ({ bytes, at: bytes.indexOf(keys.find((key) => bytes.includes(key)) ?? '') }))
  const tables = new Uint8Array(TABLES)
  for (const [group, members] of groups.entries()) {
    for (const key of members) for (const index of [0, 1, 2]) addByte(tables, index, 1 << group, key.charCodeAt(index))
  }
  return { words, tables, needles: Map.groupBy(found, ({ bytes, at }) => pairAt(bytes, at)) }
}

/** Length of the tables, in bytes. */
export const TABLES = 96

/** Puts the byte at an index of a key of this group into the tables; each byte where there is none (NaN). */
function addByte(tables: Uint8Array, index: number, group: number, byte: number): void {
  for (let half = 0; half < 16; half += 1) {
    for (const [table, own] of [byte & 15, byte >> 4].entries()) {
      const at = 32 * index + 16 * table + half
      if (Number.isNaN(byte) || half === own) tables[at] = (tables[at] ?? 0) | group
    }
  }
}

/** Two neighbouring bytes as one number, the first one above; zeros after the end. */
export function pairAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

/** Of more than eight, neighbours in order share a group: if their first byte is the same, little comes along. */
function groupsOf(words: readonly Buffer[]): KeyGroup[] {
  const pairs = [...new Set(words.map(rarestPair))].sort()
  const size = Math.ceil(pairs.length / 8)
  return Array.from({ length: Math.ceil(pairs.length / size) }, (_, group) =>
    pairs.slice(group * size, (group + 1) * size),
  )
}

function rarestPair(word: Buffer): string {
  const text = word.toString('latin1')
  const rarity = (at: number): number => rank(text.charAt(at)) + rank(text.charAt(at + 1))
  let rarest = 0
  for (let at = 1; at + 1 < text.length; at += 1) if (rarity(at) > rarity(rarest)) rarest = at
  return text.slice(rarest, rarest + 2)
}

function rank(letter: string): number {
  const index = FREQUENT.indexOf(letter)
  return index === -1 ? FREQUENT.length : index
}
