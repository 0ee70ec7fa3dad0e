import { OTHER_VHOSTS } from '../../../lib/traffic/interval.ts'

/** Names of virtual hosts, and characters of all of them, at most: the client may choose the name. */
const MOST = { names: 10_000, characters: 262_144 }

/** The row of one virtual host. */
export interface VhostRow {
  readonly name: string
  readonly row: readonly number[]
}

/** Rows of virtual hosts, each of the numbers of `IntervalRows`. Those that have no place count as `(other)`. */
export class VhostRows {
  readonly #rows = new Map<string, number[]>()
  #characters = 0

  get size(): number {
    return this.#rows.size
  }

  /** In the order of their names. */
  sorted(): readonly VhostRow[] {
    const rows: VhostRow[] = []
    this.#rows.forEach((row, name) => rows.push({ name, row }))
    return rows.sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  /** The row of a name, to be added to. */
  of(name: string): number[] {
    return this.#rows.get(name) ?? this.#newRow(name)
  }

  #newRow(name: string): number[] {
    const isFull = this.#rows.size >= MOST.names || this.#characters + name.length > MOST.characters
    const kept = isFull ? OTHER_VHOSTS : name
    const known = this.#rows.get(kept)
    if (known !== undefined) return known
    const row = [0, 0, 0, 0, 0, 0, 0]
    this.#rows.set(kept, row)
    this.#characters += kept.length
    return row
  }
}
