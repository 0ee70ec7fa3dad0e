import { OTHER, type Totals, type TotalsRow, WHOLE } from '../../../lib/totals/totals.ts'
import { addRow } from '../../../lib/traffic/interval-rows.ts'
import { OTHER_VHOSTS } from '../../../lib/traffic/interval.ts'
import { HostInterval } from './host-interval.ts'
import type { VhostRow } from './vhost-rows.ts'

const MINUTE = 60

/** What is known of minutes that were told. */
export interface ToldMinutes {
  /** The beginning of the last one; null before the first. */
  readonly last: number | null
  /** How often the clock was set back, and the last minute that was told before that: those are told once more. */
  readonly setBack: number
  readonly until: number
}

/** Nothing was told. */
export const NOTHING_TOLD = { last: null, setBack: 0, until: 0 }

/** Adds up intervals, which come in their order, to totals of minutes. */
export class MinuteTotals {
  readonly #vhosts: number
  readonly #tell: (totals: Omit<Totals, 'id'>) => void
  #told: ToldMinutes
  #open: HostInterval | undefined

  /** Begins anew, or where it was: `open` is the minute that was not told yet. */
  constructor(
    { vhosts, tell }: { readonly vhosts: number; readonly tell: (totals: Omit<Totals, 'id'>) => void },
    told: ToldMinutes,
    open?: HostInterval,
  ) {
    this.#vhosts = vhosts
    this.#tell = tell
    this.#told = told
    this.#open = open
  }

  get told(): ToldMinutes {
    return this.#told
  }

  get open(): HostInterval | undefined {
    return this.#open
  }

  /** Adds an interval. What belongs to a minute that was told counts in the next one. */
  add(interval: HostInterval): void {
    const { last } = this.#told
    const own = Math.floor(interval.start / MINUTE) * MINUTE
    const minute = last === null ? own : Math.max(own, last + MINUTE)
    if (this.#open !== undefined && this.#open.start < minute) this.#tellOpen(this.#open)
    this.#open ??= new HostInterval(minute)
    this.#open.addAll(interval)
  }

  /** All intervals were added that begin before this time. */
  passed(boundary: number): void {
    if (this.#open !== undefined && this.#open.start + MINUTE <= boundary) this.#tellOpen(this.#open)
  }

  /** The clock was set back: minutes are told that were told before, so with a higher revision. */
  setBack(): void {
    if (this.#open !== undefined) this.#tellOpen(this.#open)
    const { last, setBack, until } = this.#told
    this.#told = { last: null, setBack: setBack + 1, until: Math.max(until, last ?? 0) }
  }

  #tellOpen(minute: HostInterval): void {
    const { setBack, until } = this.#told
    const { start } = minute
    this.#open = undefined
    this.#told = { last: start, setBack, until }
    const revision = start <= until ? setBack : 0
    this.#tell({ kind: 'traffic', start, seconds: MINUTE, revision, rows: rowsOf(minute, this.#vhosts) })
  }
}

/** The whole host, the virtual hosts with the most requests, and the rest if there is any. */
function rowsOf({ row: whole, vhosts }: HostInterval, most: number): readonly TotalsRow[] {
  const named = vhosts.sorted().filter(({ name }) => name !== OTHER_VHOSTS)
  const requestsOf = ({ row }: VhostRow): number => row[0] ?? 0
  const shown = named.toSorted((one, other) => requestsOf(other) - requestsOf(one)).slice(0, most)
  const rows: TotalsRow[] = [[WHOLE, ...whole], ...shown.map(({ name, row }): TotalsRow => [name, ...row])]
  if (vhosts.size === 0) return rows
  const sum = whole.map(() => 0)
  for (const { row } of shown) addRow(sum, row)
  const rest = whole.map((number, index) => Math.max(0, number - (sum[index] ?? 0)))
  return rest[0] === 0 ? rows : [...rows, [OTHER, ...rest]]
}
