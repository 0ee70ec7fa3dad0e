/** Reports are numbered in the order in which they were sealed, whatever the clock does. */
export function reportName(sequence: number): string {
  return `report.${String(sequence).padStart(12, '0')}.json`
}

/**
 * The number in a report's name; undefined for any other name, that of a part too: its report covers what it covers.
 */
export function sequenceOf(name: string): number | undefined {
  const digits = /^report\.(\d{12})\.json$/.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/**
 * The name of a part of a report, by the report's name (or another part's) and the number of its first entry there,
 * from 0.
 */
export function partName(name: string, first: number): string {
  const [, digits = '', part = '1'] = FILE.exec(name) ?? []
  return `report.${digits}.part-${Number(part) + first}.json`
}

/** Whether a file of that name holds a report, or a part of one. */
export function isReportFile(name: string): boolean {
  return FILE.test(name)
}

const FILE = /^report\.(\d{12})(?:\.part-([1-9]\d{0,5}))?\.json$/
