import { legacyOrder } from './legacy-file.ts'
import { isReportFile } from './report-name.ts'

/** Whether a file of that name may be a report, of this program or of App::Spoor. */
export function isReportName(name: string): boolean {
  return orderOf(name) !== undefined
}

/**
 * A text for the name of a report that sorts as reports are sent: what App::Spoor left is older than any report, and
 * `.` comes before `r`. Undefined for what is no report by its name.
 */
export function orderOf(name: string): string | undefined {
  if (isReportFile(name)) return name
  const numbers = legacyOrder(name)?.map((number) => String(number).padStart(15, '0'))
  return numbers && `.${numbers.join('.')}/${name}`
}

/** The name of the report that has this order. */
export function nameOf(order: string): string {
  return order.slice(order.indexOf('/') + 1)
}
