import { addToRow, addRow } from '../../../lib/traffic/interval-rows.ts'
import type { ClosedInterval } from '../../../lib/traffic/interval.ts'
import { VhostRows } from './vhost-rows.ts'

/** The numbers of a row, none counted. */
export const NO_REQUESTS = [0, 0, 0, 0, 0, 0, 0]

/** What was counted in an interval, over all logs. */
export class HostInterval {
  /** In seconds since 1970-01-01T00:00:00Z. */
  readonly start: number
  /** The numbers of `IntervalRows`, of all requests. */
  readonly row: number[]
  readonly vhosts: VhostRows

  constructor(start: number, row: readonly number[] = NO_REQUESTS, vhosts = new VhostRows()) {
    this.start = start
    this.row = [...row]
    this.vhosts = vhosts
  }

  /** Adds that of a log. */
  add(interval: ClosedInterval): void {
    addToRow(this.row, interval)
    interval.vhosts.forEach((counts, name) => addToRow(this.vhosts.of(name), counts))
  }

  /** Adds another. */
  addAll({ row, vhosts }: HostInterval): void {
    addRow(this.row, row)
    vhosts.sorted().forEach((each) => addRow(this.vhosts.of(each.name), each.row))
  }
}

/** Intervals by their beginnings. */
export class HostIntervals {
  readonly #intervals = new Map<number, HostInterval>()

  /** How many rows they have. */
  get rows(): number {
    let rows = 0
    for (const { vhosts } of this.#intervals.values()) rows += vhosts.size + 1
    return rows
  }

  /** That which begins there. */
  at(start: number): HostInterval {
    const known = this.#intervals.get(start)
    if (known !== undefined) return known
    const interval = new HostInterval(start)
    this.#intervals.set(start, interval)
    return interval
  }

  /** Sets one as it was. */
  set(interval: HostInterval): void {
    this.#intervals.set(interval.start, interval)
  }

  /** In their order. */
  sorted(): readonly HostInterval[] {
    return [...this.#intervals.values()].sort((one, other) => one.start - other.start)
  }

  /** Takes out those that begin before a time, in their order. */
  takeBefore(boundary: number): readonly HostInterval[] {
    const taken = this.sorted().filter(({ start }) => start < boundary)
    for (const { start } of taken) this.#intervals.delete(start)
    return taken
  }
}
