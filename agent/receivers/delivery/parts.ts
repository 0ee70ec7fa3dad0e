import { digest } from '../../../lib/event/digest.ts'
import { reportId } from '../../spool/reports/report-file.ts'
import type { Sendable } from '../receiver.ts'

/** A part of a report. */
export interface ReportPart {
  /** The index of its first entry in the report, from 0; totals follow the entries. */
  readonly first: number
  readonly sendable: Sendable
}

/** What of a report is sent on its own, and refused on its own: its entries, and then its totals. */
export function partsOf(report: Sendable): readonly ReportPart[] {
  const { entries, totals = [], id: _, ...rest } = report
  if (entries.length === 0 || totals.length === 0) return [{ first: 0, sendable: report }]
  return [
    { first: 0, sendable: { ...rest, id: reportId(entries), entries } },
    { first: entries.length, sendable: { ...rest, id: reportId([], totals), entries: [], totals } },
  ]
}

/**
 * The halves of a part that is refused as a whole: half of its entries or totals, and of a single one of these half of
 * its rows, where a receiver takes them apart. None if it is refused for good.
 */
export function halvesOf({ first, sendable }: ReportPart, dividesRows: boolean): readonly ReportPart[] {
  const { entries, totals = [], ...rest } = sendable
  if (entries.length > 1) {
    return halved(entries).map(({ from, items }) => ({
      first: first + from,
      sendable: { ...rest, id: reportId(items), entries: items },
    }))
  }
  if (totals.length > 1) {
    return halved(totals).map(({ from, items }) => ({
      first: first + from,
      sendable: { ...rest, id: reportId([], items), entries, totals: items },
    }))
  }
  const [only] = totals
  if (only === undefined || only.rows.length < 2 || !dividesRows) return []
  return halved(only.rows).map(({ from, items }) => ({
    first,
    sendable: { ...rest, id: digest(rest.id, String(from)), entries, totals: [{ ...only, rows: items }] },
  }))
}

function halved<T>(items: readonly T[]): readonly { readonly from: number; readonly items: readonly T[] }[] {
  const middle = Math.ceil(items.length / 2)
  return [
    { from: 0, items: items.slice(0, middle) },
    { from: middle, items: items.slice(middle) },
  ]
}
