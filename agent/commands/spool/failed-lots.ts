import { ActionNeeded } from '../../../lib/system/errors.ts'
import { type StoredReport, storedReports } from '../../spool/reports/stored-report.ts'
import { type SpoolParts, wantedReport } from './action.ts'

/** Reports changed in one go: each lot costs a few syncs. */
const LOT = 500

/**
 * Yields the failed report that was asked for, or with `--all` all of them in lots. A report that is retried and
 * refused again at once does not come up twice, because the listing has passed its name. Throws `ActionNeeded` if the
 * named report does not exist, has not failed, or is not the agent's.
 */
export async function* failedLots(parts: SpoolParts): AsyncGenerator<readonly StoredReport[], void, void> {
  if (parts.options['all'] !== true) return yield [await wantedFailed(parts)]
  let lot: StoredReport[] = []
  for await (const stored of storedReports(parts, 'failed')) {
    if (stored.stats === undefined || lot.push(stored) < LOT) continue
    yield lot
    lot = []
  }
  if (lot.length > 0) yield lot
}

async function wantedFailed(parts: SpoolParts): Promise<StoredReport> {
  const stored = await wantedReport(parts)
  const { state, name, stats, problem } = stored
  if (state !== 'failed') throw new ActionNeeded(`${name}: it has not failed; it is ${state}.`)
  if (stats === undefined) throw new ActionNeeded(`${name}: ${problem}; it is left alone.`)
  return stored
}
