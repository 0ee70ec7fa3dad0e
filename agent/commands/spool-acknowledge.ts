import { acknowledgeReports } from '../spool/by-hand.ts'
import { EXIT } from '../system/errors.ts'
import { counted } from '../terminal/count.ts'
import { failedLots } from './failed-lots.ts'
import type { SpoolAction } from './spool-action.ts'

/** Notes of one failed report, or of all, that somebody knows of it: `status` warns of it no more. */
export const acknowledge: SpoolAction = {
  usage: 'acknowledge [report]',
  summary:
    'Note that you know of one report that failed, or with --all of everything that did: status warns of it no more.',
  options: ['--config', '--all'],
  takesReport: true,
  unless: 'all',
  run: async (parts) => {
    let noted = 0
    for await (const lot of failedLots(parts)) noted += await acknowledgeReports(parts, lot)
    parts.io.stdout.write(`${counted(noted, 'report is', 'reports are')} acknowledged.\n`)
    return EXIT.ok
  },
}
