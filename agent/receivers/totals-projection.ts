import type { Metadata } from '../../lib/event/metadata.ts'
import type { Totals, TotalsKind } from '../../lib/totals/totals.ts'
import { reportId } from '../spool/reports/report-file.ts'
import type { Sendable } from './receiver.ts'

/** What a receiver gets of a report's totals. */
export interface TotalsProjection {
  readonly id: string
  readonly totals: readonly Totals[]
  readonly metadata: Metadata
}

/** What totals are projected with. */
export interface TotalsParts {
  /** The name of this host, for reports that do not say whose they are. */
  readonly hostname: string
  readonly kinds: readonly TotalsKind[]
}

/** The totals of a report that a receiver gets; undefined if it wants none of them. */
export function projectTotals(
  { id, entries, totals = [], metadata }: Sendable,
  { hostname, kinds }: TotalsParts,
): TotalsProjection | undefined {
  const wanted = totals.filter(({ kind }) => kinds.includes(kind))
  if (wanted.length === 0) return undefined
  const isWhole = entries.length === 0 && wanted.length === totals.length
  return { id: isWhole ? id : reportId([], wanted), totals: wanted, metadata: metadata ?? { reporter: hostname } }
}
