import { EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { acknowledgeReports } from '../../spool/upkeep/by-hand.ts'
import { acknowledgeRefused } from '../../spool/upkeep/refused-by-hand.ts'
import type { SpoolAction } from './action.ts'
import { failedLots } from './failed-lots.ts'
import { wantedRefused } from './refused.ts'

/** Acknowledges one failed report, or all. */
export const acknowledge: SpoolAction = {
  usage: 'acknowledge [report]',
  summary: 'Acknowledge a refused report, or all with --all, so that status no longer warns of it.',
  options: ['--config', '--all', '--receiver'],
  takesReport: true,
  unless: 'all',
  run: async (parts) => {
    const refused = await wantedRefused(parts)
    let noted = 0
    if (refused !== undefined) noted = await acknowledgeRefused(parts, refused.receiver, refused.failures)
    else for await (const lot of failedLots(parts)) noted += await acknowledgeReports(parts, lot)
    parts.io.stdout.write(`${counted(noted, 'report is', 'reports are')} acknowledged.\n`)
    return EXIT.ok
  },
}
