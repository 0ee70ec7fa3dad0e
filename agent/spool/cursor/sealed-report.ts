import { join } from 'node:path'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { parseCover } from '../reports/report-file.ts'
import { parseWaiting, type WaitingReport, whyNotOurs } from '../reports/waiting-report.ts'
import type { SpoolFolders } from '../spool-folders.ts'

/** What a name in the sequence stands for: a report, one dropped by hand, nothing any more, or something wrong. */
export type Sealed =
  | WaitingReport
  | 'dropped'
  | 'gone'
  /** It is there, and is no report, or cannot be read now. */
  | { readonly fault: string; readonly isReadable: boolean }

/** Reads a report of the sequence by its name. */
export async function sealedReport({ sealed }: SpoolFolders, name: string): Promise<Sealed> {
  try {
    const text = await readRegularFile(join(sealed, name), { fault: whyNotOurs })
    const report = parseWaiting(name, text, '')
    if (typeof report !== 'string') return report
    return parseCover(text) === undefined ? { fault: report, isReadable: true } : 'dropped'
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return 'gone'
    return { fault: code === undefined ? messageOf(error) : `it cannot be read (${code})`, isReadable: false }
  }
}
