import { addRow } from '../../../lib/traffic/interval-rows.ts'
import { OTHER_VHOSTS } from '../../../lib/traffic/interval.ts'
import { VhostRows } from './vhost-rows.ts'

/** Where a row has its classes but 2xx, and 2xx. */
const [CLASSES, SUCCESSES] = [[2, 4, 5, 6], 3]

/** Says in a saved row that there are requests with a status that is in no class. */
const UNUSUAL = 2 ** CLASSES.length

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

  /**
   * Rows as few numbers: of each how much higher the number of its name is than the one before, requests, bytes, which
   * classes it has, and how many in them. Those with 2xx are the rest, as most have no others.
   */
  rows(rows: VhostRows): readonly number[] {
    let last = 0
    return rows.sorted().flatMap(({ name, row }) => {
      const number = this.numberOf(name)
      const step = number - last
      last = number
      return [step].concat(packed(row))
    })
  }
}

/** Rows as they were saved. */
export function rowsWith(names: readonly string[], saved: readonly number[]): VhostRows {
  const rows = new VhostRows()
  let number = 0
  for (let at = 0; at < saved.length;) {
    number += saved[at] ?? 0
    const { row, length } = unpacked(saved, at + 1)
    addRow(rows.of(names[number] ?? OTHER_VHOSTS), row)
    at += 1 + length
  }
  return rows
}

function packed(row: readonly number[]): number[] {
  const [requests, bytes] = [row[0] ?? 0, row[1] ?? 0]
  const counts = CLASSES.map((place) => row[place] ?? 0)
  const rest = counts.reduce((rest, count) => rest - count, requests)
  const has = counts.reduce((has, count, index) => (count === 0 ? has : has + 2 ** index), 0)
  const others = counts.filter((count) => count !== 0)
  const successes = row[SUCCESSES] ?? 0
  return successes === rest ? [requests, bytes, has, ...others] : [requests, bytes, has + UNUSUAL, ...others, successes]
}

function unpacked(
  saved: readonly number[],
  from: number,
): { readonly row: readonly number[]; readonly length: number } {
  const [requests = 0, bytes = 0, has = 0] = saved.slice(from, from + 3)
  const row = [requests, bytes, 0, requests, 0, 0, 0]
  let at = from + 3
  for (const [index, place] of CLASSES.entries()) {
    if (Math.floor(has / 2 ** index) % 2 === 0) continue
    const count = saved[at++] ?? 0
    row[place] = count
    row[SUCCESSES] = Math.max(0, (row[SUCCESSES] ?? 0) - count)
  }
  if (has >= UNUSUAL) row[SUCCESSES] = saved[at++] ?? 0
  return { row, length: at - from }
}
