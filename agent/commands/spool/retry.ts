import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { retryReports } from '../../spool/upkeep/by-hand.ts'
import { retryRefused } from '../../spool/upkeep/refused-by-hand.ts'
import type { SpoolAction } from './action.ts'
import { failedLots } from './failed-lots.ts'
import { wantedRefused } from './refused.ts'

/** Queues one failed report, or all, for sending again. */
export const retry: SpoolAction = {
  usage: 'retry [report]',
  summary: 'Send a refused report again, or all with --all.',
  options: ['--config', '--all', '--receiver'],
  takesReport: true,
  unless: 'all',
  run: async (parts) => {
    const refused = await wantedRefused(parts)
    let moved = 0
    if (refused !== undefined) moved = await retryRefused(parts, refused.receiver, refused.failures)
    else for await (const lot of failedLots(parts)) moved += await retryReports(parts, lot)
    if (moved === 0 && parts.wanted !== '') throw new ActionNeeded(`${parts.wanted}: it no longer exists.`)
    parts.io.stdout.write(`${counted(moved, 'report waits', 'reports wait')} again.\n`)
    return EXIT.ok
  },
}
