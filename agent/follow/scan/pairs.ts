/** The letters from the most to the least frequent in English; all other bytes of a needle are rarer. */
const FREQUENT = 'etaoinsrhldcumfpgwybvkxjqz'

/** Pairs of neighbouring bytes, each as text of two ASCII characters, that share one of the eight bits of the scan. */
export type PairGroup = readonly string[]

/** Needles, each of two bytes or more, and what the scan looks for: one pair of bytes of each. */
export interface Pairs {
  readonly words: readonly Buffer[]
  /** The four tables of scan.wat. */
  readonly tables: Uint8Array
  /** The needles by the number of their pair (`pairAt`). */
  readonly needles: ReadonlyMap<number, readonly Needle[]>
}

/** A byte string, and the index of the pair that is looked for. */
interface Needle {
  readonly bytes: Buffer
  readonly at: number
}

/**
 * Prepares a search for needles, each by the first pair of these groups that it holds. A pair alone in its group is
 * found and nothing else; pairs in one group bring along those that consist of halves of their bytes. Without groups
 * each needle is looked for by the two bytes that are rarest in English.
 */
export function pairsOf(words: readonly Buffer[], groups: readonly PairGroup[] = groupsOf(words)): Pairs {
  const pairs = groups.flat()
  const found = words.map((bytes) => ({ bytes, at: bytes.indexOf(pairs.find((pair) => bytes.includes(pair)) ?? '') }))
  const tables = new Uint8Array(64)
  for (const [group, members] of groups.entries()) {
    for (const pair of members.map((pair) => pairAt(Buffer.from(pair), 0))) {
      for (const [table, half] of [(pair >> 8) & 15, pair >> 12, pair & 15, (pair >> 4) & 15].entries()) {
        tables[16 * table + half] = (tables[16 * table + half] ?? 0) | (1 << group)
      }
    }
  }
  return { words, tables, needles: Map.groupBy(found, ({ bytes, at }) => pairAt(bytes, at)) }
}

/** Two neighbouring bytes as one number, the first one above; zeros after the end. */
export function pairAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

/** Of more than eight, neighbours in order share a group: if their first byte is the same, little comes along. */
function groupsOf(words: readonly Buffer[]): PairGroup[] {
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
