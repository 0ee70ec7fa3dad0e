import type { HashSeed } from './key-hash.ts'
import type { TrafficLine } from './log-format/traffic-line.ts'
import { type TopEntry, type TopMeasure, TopTable } from './top-table.ts'
import { type TrafficKey, keyRange, sectionEnd } from './traffic-key.ts'

/** A list to keep. */
export interface TopList {
  readonly key: TrafficKey
  readonly by: TopMeasure
}

/** The tables of one key. */
interface KeptKey {
  readonly key: TrafficKey
  readonly range: number
  readonly isSection: boolean
  readonly table: TopTable
  /** By what a second table is, if there is one. While no key had to give its place away, both would be the same. */
  readonly further: TopMeasure | undefined
  second: TopTable | undefined
}

/** The most frequent keys of requests, in several lists. */
export class TopLists {
  readonly #lists: readonly TopList[]
  readonly #keys: readonly KeptKey[]
  readonly #options: { readonly slots: number; readonly seed: HashSeed }

  /** Keeps these lists, each with so many slots of about 110 bytes. */
  constructor(lists: readonly TopList[], options: { readonly slots: number; readonly seed: HashSeed }) {
    this.#lists = lists
    this.#options = options
    this.#keys = [...new Set(lists.map(({ key }) => key))].map((key) => {
      const [by = 'requests', further] = lists.filter((list) => list.key === key).map((list) => list.by)
      const table = new TopTable({ by, ...options })
      return { key, range: keyRange(key), isSection: key === 'section', table, further, second: undefined }
    })
  }

  /** Counts a request. */
  count(line: TrafficLine): void {
    const keys = this.#keys
    for (let index = 0; index < keys.length; index += 1) {
      const kept = keys[index]
      if (kept === undefined) return
      const start = line.starts[kept.range] ?? 0
      const end = kept.isSection ? sectionEnd(line) : (line.ends[kept.range] ?? 0)
      if (kept.further !== undefined && kept.table.isFull) this.#second(kept, kept.further).count(line, start, end)
      kept.table.count(line, start, end)
    }
  }

  /** The greatest of each list, as far as they are certain. */
  certain(most: number): readonly (TopList & { readonly entries: readonly TopEntry[] })[] {
    return this.#lists.map(({ key, by }) => ({ key, by, entries: this.#entries(key, by, most) }))
  }

  #entries(key: TrafficKey, by: TopMeasure, most: number): readonly TopEntry[] {
    const kept = this.#keys.find((each) => each.key === key)
    const table = by === kept?.further ? (kept.second ?? kept.table) : kept?.table
    return table?.certain(most, by) ?? []
  }

  #second(kept: KeptKey, by: TopMeasure): TopTable {
    if (kept.second !== undefined) return kept.second
    const second = new TopTable({ by, ...this.#options })
    second.begin(kept.table)
    kept.second = second
    return second
  }
}
