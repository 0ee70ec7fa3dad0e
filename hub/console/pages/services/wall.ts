import type { CheckStateWord, ShownCheck } from '../../../contract/check-contract.ts'
import { byCheckState, CHECK_STATE_ORDER, checkStateNow, isCheckTrouble } from '../../state/check-state.ts'

/** A host, and its checks by name. */
export interface WallRow {
  readonly host: string
  readonly checks: ReadonlyMap<string, ShownCheck>
  /** How the worst of them is, and how many are so. */
  readonly worst: CheckStateWord
  readonly count: number
  readonly band: WallBand
  /** When its agent told this, and whether it is silent since. */
  readonly told: number
  readonly isSilent: boolean
}

/** Hosts to look at, those of which nobody knows everything, and those that are well. */
export type WallBand = 'look' | 'unknown' | 'well'

/** The checks of one name; the last column may have several names, for which there is no room. */
export interface WallColumn {
  readonly names: readonly string[]
}

/** Hosts are rows, names of checks are columns. */
export interface Wall {
  readonly rows: readonly WallRow[]
  readonly columns: readonly WallColumn[]
}

/** More columns than this fit no screen. */
const MOST = 12

const { compare } = new Intl.Collator('en', { numeric: true })

const rankOf = (state: CheckStateWord): number => CHECK_STATE_ORDER.indexOf(state)

/** The wall of these checks: the worst first, in both directions. */
export function wallOf(checks: readonly ShownCheck[]): Wall {
  const rows = [...Map.groupBy(checks, ({ host }) => host)].map(([host, its]) => rowOf(host, its))
  return {
    rows: rows.toSorted(
      (a, b) => rankOf(a.worst) - rankOf(b.worst) || countIfIll(b) - countIfIll(a) || compare(a.host, b.host),
    ),
    columns: columnsOfChecks(checks),
  }
}

/** Of those that are well, how many checks they have says nothing. */
function countIfIll({ band, count }: WallRow): number {
  return band === 'well' ? 0 : count
}

function rowOf(host: string, checks: readonly ShownCheck[]): WallRow {
  const states = checks.map(checkStateNow)
  const worst = CHECK_STATE_ORDER.find((state) => states.includes(state)) ?? 'unknown'
  return {
    host,
    checks: new Map(checks.map((check) => [check.check, check])),
    worst,
    count: states.filter((state) => state === worst).length,
    band: isCheckTrouble(worst) ? 'look' : worst === 'unknown' ? 'unknown' : 'well',
    told: checks[0]?.told ?? 0,
    isSilent: checks.some(({ silent }) => silent),
  }
}

/** A name and how its checks are. */
interface NamedChecks {
  readonly name: string
  /** How the worst is, if somebody should look at it; else as if it were well. */
  readonly rank: number
  readonly count: number
}

/** What somebody should look at has a column of its own before what many hosts have. */
function columnsOfChecks(checks: readonly ShownCheck[]): readonly WallColumn[] {
  const named = [...Map.groupBy(checks, ({ check }) => check)].map(([name, all]): NamedChecks => {
    const rank = Math.min(...all.map((check) => rankOf(checkStateNow(check))))
    return { name, rank: Math.min(rank, rankOf('unknown')), count: all.length }
  })
  const first = named.toSorted((a, b) => a.rank - b.rank || b.count - a.count || compare(a.name, b.name))
  const isTooMany = first.length > MOST
  const own = first.slice(0, isTooMany ? MOST - 1 : MOST)
  const columns = own
    .toSorted((a, b) => a.rank - b.rank || compare(a.name, b.name))
    .map(({ name }) => ({ names: [name] }))
  return isTooMany ? [...columns, { names: first.slice(MOST - 1).map(({ name }) => name) }] : columns
}

/** The checks of a row in a column, the worst first. */
export function cellChecks({ checks }: WallRow, { names }: WallColumn): readonly ShownCheck[] {
  const found = names.flatMap((name) => checks.get(name) ?? [])
  return found.length < 2 ? found : found.toSorted(byCheckState)
}

/** A wall in the order and the bands of an earlier one; what is new comes last. */
export function inOrderOfWall(earlier: Wall, { rows, columns }: Wall): Wall {
  const [now, then] = [rows, earlier.rows].map((some) => new Map(some.map((row) => [row.host, row])))
  const nameOf = ({ names }: WallColumn): string => names.join(' ')
  const own = new Map(columns.map((column) => [nameOf(column), column]))
  const known = new Set(earlier.columns.map(nameOf))
  return {
    rows: [
      ...earlier.rows.flatMap(({ host, band }) => {
        const row = now?.get(host)
        return row === undefined ? [] : [{ ...row, band }]
      }),
      ...rows.filter(({ host }) => then?.has(host) !== true),
    ],
    columns: [
      ...earlier.columns.flatMap((column) => own.get(nameOf(column)) ?? []),
      ...columns.filter((column) => !known.has(nameOf(column))),
    ],
  }
}
