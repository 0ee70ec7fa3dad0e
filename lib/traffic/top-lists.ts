import type { HashSeed } from './key-hash.ts'
import type { TrafficLine } from './log-format/traffic-line.ts'
import { type TopEntry, type TopMeasure, TopTable } from './top-table.ts'
import { type TrafficKey, keyRange, sectionEnd } from './traffic-key.ts'

/** A table to keep. */
export interface TopList {
  readonly key: TrafficKey
  readonly by: TopMeasure
}

/** The most frequent keys of requests, in several tables. */
export class TopLists {
  readonly #tables: readonly { readonly list: TopList; readonly range: number; readonly table: TopTable }[]

  /** Keeps these lists, each with so many slots of about 110 bytes. */
  constructor(lists: readonly TopList[], { slots, seed }: { readonly slots: number; readonly seed: HashSeed }) {
    this.#tables = lists.map((list) => ({
      list,
      range: keyRange(list.key),
      table: new TopTable({ by: list.by, slots, seed }),
    }))
  }

  /** Counts a request. */
  count(line: TrafficLine): void {
    for (const { list, range, table } of this.#tables) {
      const end = list.key === 'section' ? sectionEnd(line) : (line.ends[range] ?? 0)
      table.count(line.bytes, line.view, line.starts[range] ?? 0, end, line.size)
    }
  }

  /** The greatest of each list, as far as they are certain. */
  certain(most: number): readonly (TopList & { readonly entries: readonly TopEntry[] })[] {
    return this.#tables.map(({ list, table }) => ({ ...list, entries: table.certain(most) }))
  }
}
