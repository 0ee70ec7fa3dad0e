/** The letters from the most to the least frequent in English; all other bytes of a needle are rarer. */
const FREQUENT = Buffer.from('etaoinsrhldcumfpgwybvkxjqz')

/** The ways to split four into two and two. */
const HALVES = [
  [0, 1, 2, 3],
  [0, 2, 1, 3],
  [0, 3, 1, 2],
] as const

/** One to four needles, each of two bytes or more, and what the scan looks for: the rarest two bytes of each. */
export interface Pairs {
  /** The arguments of scan.wat: each number stands for the pairs of two needles. */
  readonly first: number
  readonly second: number
  readonly needles: readonly Needle[]
}

/** A byte string, and the index of the pair that is looked for. */
interface Needle {
  readonly bytes: Buffer
  readonly at: number
}

/** Prepares a search for needles. */
export function pairsOf(needles: readonly Buffer[]): Pairs {
  const found = needles.map((bytes) => ({ bytes, at: rarestPair(bytes) }))
  // With fewer than four needles the last one is repeated.
  const pairs = [0, 1, 2, 3].map((index) => found[Math.min(index, found.length - 1)]).map(pairOf)
  const ways = HALVES.map(([a, b, c, d]) => ({
    first: likeness(pairs[a], pairs[b]),
    second: likeness(pairs[c], pairs[d]),
  }))
  const [{ first, second } = { first: 0, second: 0 }] = ways.sort((one, other) => ignored(one) - ignored(other))
  return { first, second, needles: found }
}

function pairOf(needle: Needle | undefined): number {
  return needle?.bytes.readUInt16LE(needle.at) ?? 0
}

/** Two pairs as one number: below, both with the bits set in which they differ; above, a mask of these bits. */
function likeness(one = 0, other = 0): number {
  const differing = one ^ other
  return one | differing | (differing << 16)
}

/** How many bits the scan ignores: the fewer, the fewer false hits. */
function ignored({ first, second }: { readonly first: number; readonly second: number }): number {
  const bits = (word: number): number => (word >>> 16).toString(2).replaceAll('0', '').length
  return bits(first) + bits(second)
}

function rarestPair(needle: Buffer): number {
  const rarity = (at: number): number => rank(needle[at]) + rank(needle[at + 1])
  let rarest = 0
  for (let at = 1; at + 1 < needle.length; at += 1) if (rarity(at) > rarity(rarest)) rarest = at
  return rarest
}

function rank(byte: number | undefined): number {
  const index = byte === undefined ? -1 : FREQUENT.indexOf(byte)
  return index === -1 ? FREQUENT.length : index
}
