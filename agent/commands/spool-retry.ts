import { retryReports } from '../spool/by-hand.ts'
import { type StoredReport, storedReports } from '../spool/stored-report.ts'
import { ActionNeeded, EXIT } from '../system/errors.ts'
import { counted } from '../terminal/count.ts'
import { type SpoolAction, type SpoolParts, wantedReport } from './spool-action.ts'

/** So many are moved at once: each lot costs a few syncs. */
const LOT = 500

/** Moves one failed report, or all, to where they are sent from. */
export const retry: SpoolAction = {
  usage: 'retry [report]',
  summary: 'Send again what was refused: one report, or all with --all.',
  options: ['--config', '--all'],
  takesReport: true,
  unless: 'all',
  run: async (parts) => {
    const moved = parts.options['all'] === true ? await retryAll(parts) : await retryOne(parts)
    parts.io.stdout.write(`${counted(moved, 'report waits', 'reports wait')} again.\n`)
    return EXIT.ok
  },
}

async function retryOne(parts: SpoolParts): Promise<number> {
  const stored = await wantedReport(parts)
  const { state, name, stats, problem } = stored
  if (state !== 'failed') throw new ActionNeeded(`${name}: it has not failed; it is ${state}.`)
  if (stats === undefined) throw new ActionNeeded(`${name}: ${problem}; it is left alone.`)
  const moved = await retryReports(parts, [stored])
  if (moved === 0) throw new ActionNeeded(`${name}: it is not there any more.`)
  return moved
}

/** What fails again meanwhile is not tried twice: it is not newer than what was listed. */
async function retryAll(parts: SpoolParts): Promise<number> {
  let moved = 0
  let lot: StoredReport[] = []
  for await (const stored of storedReports(parts, 'failed')) {
    if (stored.stats === undefined || lot.push(stored) < LOT) continue
    moved += await retryReports(parts, lot)
    lot = []
  }
  return moved + (await retryReports(parts, lot))
}
