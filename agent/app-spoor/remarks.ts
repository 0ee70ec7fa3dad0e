import { join } from 'node:path'
import { counted } from '../../lib/terminal/count.ts'
import { loadWhereabouts } from '../config/load.ts'
import { isUnitActive } from '../setup/systemctl.ts'
import { CONFIG, type MigratedHost, SPOOL } from './migrated-host.ts'
import { unitsAtWork } from './old-units.ts'
import { READING_UNIT, readLogs } from './reading.ts'
import { RETRY_COMMAND } from './retry-change.ts'
import type { Traces } from './traces.ts'
import { hasWayBack, WAY_BACK } from './way-back.ts'

/** What somebody should know who moves over. */
export async function remarksOn(host: MigratedHost, traces: Traces, signal: AbortSignal): Promise<readonly string[]> {
  const { root, retryFailed } = host
  const { units, spool } = traces
  const { path } = (await loadWhereabouts(join(root, CONFIG))).spool
  const isAtWork = unitsAtWork(units, 'follower').length > 0
  return [
    ...(path !== `/${SPOOL}` && spool.waiting + spool.failed > 0 ? [elsewhere(path, spool.waiting)] : []),
    ...(isAtWork && (await isBeganBefore(root, signal)) ? [BEGAN_BEFORE] : []),
    ...(spool.failed > 0 && !retryFailed ? [failedText(spool.failed)] : []),
    ...(hasWayBack(root) && !isAtWork ? [BACK] : []),
  ]
}

/** Whether the agent read these logs before, and stopped: it goes on there, and not where App::Spoor is. */
async function isBeganBefore(root: string, signal: AbortSignal): Promise<boolean> {
  if (await isUnitActive(root, READING_UNIT, signal)) return false
  const logs = await readLogs(root).catch(() => [])
  return logs.some(({ position }) => position !== undefined)
}

function elsewhere(path: string, waiting: number): string {
  return `spool.path is ${path}, so ${counted(waiting, 'event')} of App::Spoor in /${SPOOL}/parsed will not be sent; move the files to ${path}/parsed.`
}

function failedText(failed: number): string {
  const [were, them] = failed === 1 ? ['was', 'it'] : ['were', 'them']
  return `${counted(failed, 'event')} of App::Spoor ${were} never sent (transmission_failed). To send ${them} again: ${RETRY_COMMAND}`
}

const BEGAN_BEFORE =
  'The agent has read these logs before. It goes on where it stopped, so what App::Spoor reported since is reported twice.'

const BACK = `The units and the hook module of App::Spoor are left in place, switched off. To go back to it: sh /${WAY_BACK}`
