import { ROW } from '../../../lib/traffic/interval-rows.ts'
import { OTHER_VHOSTS } from '../../../lib/traffic/interval.ts'
import { VhostRows } from './vhost-rows.ts'

/** Names in a saved state, each written once: what is saved holds their numbers. */
export class SavedNames {
  readonly #numbers = new Map<string, number>()

  /** In the order of their numbers. */
  get names(): readonly string[] {
    return [...this.#numbers.keys()]
  }

  /** The number of a name. */
  numberOf(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.#numbers.size)
    return this.#numbers.size - 1
  }

  /** Rows as numbers: for each the number of its name, and its own. */
  rows(rows: VhostRows): readonly number[] {
    return rows.sorted().flatMap(([name, row]) => [this.numberOf(name)].concat(row))
  }
}

/** Rows as they were saved. */
export function rowsWith(names: readonly string[], saved: readonly number[]): VhostRows {
  const rows = new VhostRows()
  for (let at = 0; at < saved.length; at += ROW + 1)
    rows.add(names[saved[at] ?? -1] ?? OTHER_VHOSTS, saved.slice(at + 1, at + 1 + ROW))
  return rows
}
