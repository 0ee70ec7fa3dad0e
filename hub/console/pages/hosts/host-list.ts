import type { ListedHost } from '../../../contract/host-contract.ts'
import { type CellWord, CELL_WORDS, cellOf, type SourceCell } from './cell.ts'
import { type FleetSight, healthOf, HEALTHS, type HostHealth, isIll } from './host-health.ts'
import type { SourceColumn } from './source-columns.ts'

/** A host as the matrix shows it. */
export interface HostLine {
  readonly host: ListedHost
  /** Undefined if it may not report. */
  readonly sight: FleetSight | undefined
  readonly health: HostHealth
  /** Where it stands, the worst on top. */
  readonly band: HostBand
  /** One for each column; empty if it may not report, or says nothing of its sources. */
  readonly cells: readonly SourceCell[]
}

/** Hosts to look at, those that are well, and those that may not report. */
export type HostBand = 'look' | 'well' | 'revoked'

/** By what the list is sorted. */
export const SORTS = ['worst', 'name', 'version', 'lag'] as const

/** One of them. */
export type HostSort = (typeof SORTS)[number]

/** What of the list is wanted. */
export interface HostWish {
  /** A part of the name, a former name, or the label. */
  readonly text: string
  readonly word: CellWord | undefined
  readonly sort: HostSort
}

/** What the query of the page wants. */
export function wishIn(query: URLSearchParams): HostWish {
  const [word, sort] = [query.get('word'), query.get('sort')]
  return {
    text: query.get('q') ?? '',
    word: CELL_WORDS.find((each) => each === word),
    sort: SORTS.find((each) => each === sort) ?? 'worst',
  }
}

/** The lines of all hosts. */
export function linesOf(
  hosts: readonly ListedHost[],
  sights: readonly FleetSight[],
  columns: readonly SourceColumn[],
): readonly HostLine[] {
  const sightOf = new Map(sights.map((sight) => [sight.host, sight]))
  return hosts.map((host) => {
    // The list and the coverage are asked one after the other: in between a host can have enrolled.
    const sight = sightOf.get(host.host) ?? (host.may_report ? unheard(host) : undefined)
    const cells = sight === undefined || sight.sources.length === 0 ? [] : columns.map((each) => cellOf(sight, each))
    const health = healthOf(host, sight)
    return { host, sight, health, band: isIll(health) ? 'look' : health === 'revoked' ? 'revoked' : 'well', cells }
  })
}

function unheard({ host, created: heard }: ListedHost): FleetSight {
  return { host, word: 'unknown', since: null, why: '', heard, silent: false, sources: [] }
}

/** The lines that are wanted, in their order. */
export function wantedLines(lines: readonly HostLine[], { text, word, sort }: HostWish): readonly HostLine[] {
  const part = text.trim().toLowerCase()
  const has = ({ host: { host, label, former_names: former } }: HostLine): boolean =>
    [host, label, ...former].some((name) => name.toLowerCase().includes(part))
  return lines
    .filter((line) => has(line) && (word === undefined || line.cells.some((cell) => cell.word === word)))
    .toSorted((a, b) => ORDERS[sort](a, b) || byName(a, b))
}

type Order = (a: HostLine, b: HostLine) => number

/** `srv9` stands before `srv10`, and 0.9 before 0.10. */
const { compare } = new Intl.Collator('en', { numeric: true })

const byName: Order = ({ host: a }, { host: b }) => compare(a.host, b.host)

const ORDERS: Readonly<Record<HostSort, Order>> = {
  worst: (a, b) => HEALTHS.indexOf(a.health) - HEALTHS.indexOf(b.health),
  name: byName,
  // The oldest first: they are what one looks for.
  version: ({ host: a }, { host: b }) => compare(a.version ?? '', b.version ?? ''),
  lag: (a, b) => lagOf(b) - lagOf(a),
}

/** Those that say nothing of it are last. */
function lagOf({ host: { lag }, health }: HostLine): number {
  return health === 'silent' ? Infinity : (lag ?? -1)
}

/** How many cells have each word. */
export function countWords(lines: readonly HostLine[]): ReadonlyMap<CellWord, number> {
  const counts = Map.groupBy(
    lines.flatMap(({ cells }) => cells),
    ({ word }) => word,
  )
  return new Map(CELL_WORDS.map((word) => [word, counts.get(word)?.length ?? 0]))
}
