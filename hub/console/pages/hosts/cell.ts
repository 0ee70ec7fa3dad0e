import type { SightWord } from '../../../contract/coverage-contract.ts'
import type { FleetSight } from './host-health.ts'
import type { SourceColumn } from './source-columns.ts'

/** How a source is shown: of a silent host it is unknown. */
export type CellWord = SightWord

/** In the order of the legend, and of the keys 1 to 7. */
export const CELL_WORDS: readonly CellWord[] = ['seen', 'quiet', 'late', 'gap', 'blind', 'never', 'unknown']

/** Which of several sources in one cell is shown. */
const WORST_FIRST: readonly CellWord[] = ['blind', 'late', 'gap', 'unknown', 'seen', 'quiet', 'never']

/** The sources of a host in one column. */
export interface SourceCell {
  readonly word: CellWord
  /** How many are so, of how many. */
  readonly count: number
  readonly all: number
  /** Since when they are not well, or when they told something last, in seconds. */
  readonly time: number | null
  /** Why they are not well; empty if they are. */
  readonly why: string
}

/** Whether somebody should look why. */
export function wantsLook(word: CellWord): boolean {
  return word === 'blind' || word === 'late' || word === 'gap'
}

/** The cell of a host in a column. A source that others have and this host has not is never told there. */
export function cellOf(sight: FleetSight, { sources: names }: SourceColumn): SourceCell {
  const sources = sight.sources.filter(({ source }) => names.includes(source))
  if (sources.length === 0) return { word: 'never', count: 0, all: 0, time: null, why: '' }
  if (sight.silent) {
    return { word: 'unknown', count: sources.length, all: sources.length, time: sight.heard, why: sight.why }
  }
  const word = WORST_FIRST.find((each) => sources.some((source) => source.word === each)) ?? 'never'
  const so = sources.filter((source) => source.word === word)
  const times = so.flatMap(({ since, last }) => (wantsLook(word) ? (since ?? []) : (last ?? [])))
  const time = times.length === 0 ? null : wantsLook(word) ? Math.min(...times) : Math.max(...times)
  return { word, count: so.length, all: sources.length, time, why: so.map(({ why }) => why).join('; ') }
}
