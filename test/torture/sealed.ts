import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Report, parseReport } from '../../agent/spool/reports/report-file.ts'

/** The folders of reports in a spool, in the order in which reports move. */
export const REPORT_FOLDERS = ['parsed', 'transmitted', 'transmission_failed'] as const

/** A report in the spool. */
export interface Sealed {
  readonly folder: (typeof REPORT_FOLDERS)[number]
  readonly name: string
  readonly text: string
  readonly report: Report
}

/** All reports of a spool that no agent uses, in the order of their numbers; throws if one is not whole. */
export function sealedIn(spool: string): readonly Sealed[] {
  const files = REPORT_FOLDERS.flatMap((folder) =>
    readdirSync(join(spool, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({ folder, name })),
  )
  return files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ folder, name }) => {
      const text = readFileSync(join(spool, folder, name), 'utf8')
      const report = parseReport(text)
      if (typeof report === 'string') throw new Error(`${folder}/${name} is not whole: ${report}`)
      return { folder, name, text, report }
    })
}
