import type { HashSeed } from './key-hash.ts'
import type { TrafficLine } from './log-format/traffic-line.ts'
import { type TopEntry, type TopMeasure, TopTable } from './top-table.ts'
import { type TrafficKey, keyRange, sectionEnd } from './traffic-key.ts'

/** A table to keep. */
export interface TopList {
  readonly key: TrafficKey
  readonly by: TopMeasure
}

interface KeptTable {
  readonly list: TopList
  readonly range: number
  readonly isSection: boolean
  readonly table: TopTable
}

/** The most frequent keys of requests, in several tables. */
export class TopLists {
  readonly #tables: readonly KeptTable[]

  /** Keeps these lists, each with so many slots of about 110 bytes. */
  constructor(lists: readonly TopList[], { slots, seed }: { readonly slots: number; readonly seed: HashSeed }) {
    this.#tables = lists.map((list) => ({
      list,
      range: keyRange(list.key),
      isSection: list.key === 'section',
      table: new TopTable({ by: list.by, slots, seed }),
    }))
  }

  /** Counts a request. */
  count(line: TrafficLine): void {
    const tables = this.#tables
    for (let index = 0; index < tables.length; index += 1) {
      const kept = tables[index]
      if (kept === undefined) return
      const end = kept.isSection ? sectionEnd(line) : (line.ends[kept.range] ?? 0)
      kept.table.count(line, line.starts[kept.range] ?? 0, end)
    }
  }

  /** The greatest of each list, as far as they are certain. */
  certain(most: number): readonly (TopList & { readonly entries: readonly TopEntry[] })[] {
    return this.#tables.map(({ list, table }) => ({ ...list, entries: table.certain(most) }))
  }
}
