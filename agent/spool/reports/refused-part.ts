import type { Entry } from '../../../lib/event/entry.ts'
import { counted } from '../../../lib/terminal/count.ts'
import type { Totals } from '../../../lib/totals/totals.ts'

/** Consecutive entries of a report that a receiver refuses, or totals. */
export interface RefusedPart {
  /** The index of the first one in the report, from 0; totals follow the entries. */
  readonly first: number
  readonly entries: readonly Entry[]
  /** Without entries. */
  readonly totals?: readonly Totals[]
  readonly reason: string
}

/** How many entries and totals a part has. */
export function partLength({ entries, totals = [] }: Pick<RefusedPart, 'entries' | 'totals'>): number {
  return entries.length + totals.length
}

/** What parts hold, in words: `2 entries and 1 total`. */
export function contentInWords(parts: readonly Pick<RefusedPart, 'entries' | 'totals'>[]): string {
  const entries = parts.reduce((sum, part) => sum + part.entries.length, 0)
  const totals = parts.reduce((sum, part) => sum + (part.totals?.length ?? 0), 0)
  const words = [
    ...(entries > 0 || totals === 0 ? [counted(entries, 'entry', 'entries')] : []),
    ...(totals > 0 ? [counted(totals, 'period of totals', 'periods of totals')] : []),
  ]
  return words.join(' and ')
}
