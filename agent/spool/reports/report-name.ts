/** The file name of a report. Reports are numbered in the order they are sealed, whatever the clock does. */
export function reportName(sequence: number): string {
  return `report.${String(sequence).padStart(12, '0')}.json`
}

/**
 * The number in a report's name; undefined for any other name. That includes parts, which their report already covers.
 */
export function sequenceOf(name: string): number | undefined {
  const digits = /^report\.(\d{12})\.json$/.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The number of a report or of the report of a part; 0 for what App::Spoor left, which is older than any. */
export function reportNumberOf(name: string): number {
  return Number(FILE.exec(name)?.[1] ?? 0)
}

/** The file name of the part that begins at entry `first`, from 0, of the report or part called `name`. */
export function partName(name: string, first: number): string {
  const [, digits = '', part = '1'] = FILE.exec(name) ?? []
  return `report.${digits}.part-${Number(part) + first}.json`
}

/** Whether a file of that name is a report, or a part of one. */
export function isReportFile(name: string): boolean {
  return FILE.test(name)
}

const FILE = /^report\.(\d{12})(?:\.part-([1-9]\d{0,5}))?\.json$/
