import { legacyOrder } from './legacy-file.ts'
import { isReportFile } from './report-name.ts'

/** Whether a file of that name may be a report, this program's or App::Spoor's. */
export function isReportName(name: string): boolean {
  return orderOf(name) !== undefined
}

/**
 * A sort key that puts report names in the order they are sent; undefined for a name that is not a report's. Files that
 * App::Spoor left are older than any report: their keys begin with `.`, which sorts before `r`.
 */
export function orderOf(name: string): string | undefined {
  if (isReportFile(name)) return name
  const numbers = legacyOrder(name)?.map((number) => String(number).padStart(15, '0'))
  return numbers && `.${numbers.join('.')}/${name}`
}

/** The report name behind a sort key. */
export function fileNameOf(order: string): string {
  return order.slice(order.indexOf('/') + 1)
}
