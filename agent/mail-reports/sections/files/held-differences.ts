import type { Difference } from '../../../files/comparison.ts'
import type { DifferenceCounts } from '../../../files/difference-words.ts'
import { hasPowers } from './powers.ts'

/** How many differences are in memory, and characters of their names and links. */
interface HeldBounds {
  readonly differences: number
  readonly characters: number
}

const MOST: HeldBounds = { differences: 100_000, characters: 16 * 1024 * 1024 }

/** The same of files with setuid or setgid, which have room of their own: nobody hides one behind many others. */
const MOST_WITH_POWERS: HeldBounds = { differences: 1000, characters: 2 * 1024 * 1024 }

/** Differences as they are found: each is counted, and as many are kept as memory allows. */
export class HeldDifferences {
  readonly counts: Record<Difference['is'], number> = { new: 0, removed: 0, changed: 0, unknown: 0 }
  readonly #powerful: Share
  readonly #others: Share

  constructor(most = MOST, mostWithPowers = MOST_WITH_POWERS) {
    this.#powerful = new Share(mostWithPowers)
    this.#others = new Share(most)
  }

  add(difference: Difference): void {
    this.counts[difference.is] += 1
    if (!hasPowers(difference) || !this.#powerful.takes(difference)) this.#others.takes(difference)
  }

  /** What is kept, those with setuid or setgid first, and in the order in which they came. */
  get kept(): readonly Difference[] {
    return [...this.#powerful.kept, ...this.#others.kept]
  }

  /** How many are not kept. */
  get left(): DifferenceCounts {
    const left = { ...this.counts }
    for (const { is } of this.kept) left[is] -= 1
    return left
  }
}

class Share {
  readonly kept: Difference[] = []
  #free: number
  readonly #most: HeldBounds

  constructor(most: HeldBounds) {
    this.#most = most
    this.#free = most.characters
  }

  takes(difference: Difference): boolean {
    const length = charactersOf(difference)
    if (this.kept.length >= this.#most.differences || length > this.#free) return false
    this.#free -= length
    this.kept.push(difference)
    return true
  }
}

function charactersOf(difference: Difference): number {
  if (difference.is === 'unknown') return difference.name.length
  const sides = difference.is === 'changed' ? [difference.before, difference.after] : [otherOf(difference)]
  return sides.reduce((sum, { name, target = '' }) => sum + name.length + target.length, 0)
}

function otherOf(
  difference: Extract<Difference, { is: 'new' | 'removed' }>,
): Extract<Difference, { is: 'new' }>['after'] {
  return difference.is === 'new' ? difference.after : difference.before
}
