import type { RestartTarget } from '../config/checks/restart-target.ts'
import type { RestartHost } from './restart-host.ts'
import { restartCommand, restartedUnit } from './restart-obstacle.ts'
import { runForRestart } from './restart-program.ts'

/** How a restart went. */
export interface RestartOutcome {
  readonly isGood: boolean
  /** What there is to see of it, escaped and bounded. */
  readonly finding: string
}

/** Milliseconds that a restart may take, and that systemd may take to say how it went. */
const [LIMIT, STATUS_LIMIT] = [180_000, 10_000]

/** The longest text of an event. */
const LONGEST = 300

/** Restarts a service, and says how it is then. */
export async function restartService(
  host: RestartHost,
  target: RestartTarget,
  signal: AbortSignal,
): Promise<RestartOutcome> {
  const done = await runForRestart(restartCommand(host, target), LIMIT, signal)
  const words = ['status', '--no-pager', '--lines=2', '--', restartedUnit(target)]
  const status = await runForRestart([host.systemctl, ...words], STATUS_LIMIT, signal)
  const seen = target.by === 'cpanel' ? done.lastLines : status.lastLines
  const parts = [...(done.isGood ? [] : [done.failure]), ...(seen === '' ? [] : [seen])]
  return { isGood: done.isGood, finding: (parts.join(': ') || 'nothing was said').slice(0, LONGEST).toWellFormed() }
}
