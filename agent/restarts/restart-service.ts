import type { RestartTarget } from '../config/checks/restart-target.ts'
import { said } from '../probes/wire/said.ts'
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

/** The longest text of an event, and of a line in it. */
const [LONGEST, LONGEST_LINE] = [300, 100]

/** Restarts a service, and says how it is then. */
export async function restartService(
  host: RestartHost,
  target: RestartTarget,
  signal: AbortSignal,
): Promise<RestartOutcome> {
  const done = await runForRestart(restartCommand(host, target), LIMIT, signal)
  const words = ['status', '--no-pager', '--lines=2', '--', restartedUnit(target)]
  const status = await runForRestart([host.systemctl, ...words], STATUS_LIMIT, signal)
  const lines = target.by === 'cpanel' ? `${done.stdout}\n${done.stderr}`.split('\n') : statusLines(status.stdout)
  const seen = lines.filter((line) => line.trim() !== '').slice(-3)
  const shown = seen.map((line) => said(Buffer.from(line, 'latin1'), LONGEST_LINE)).join(' | ')
  const parts = [...(done.isGood ? [] : [done.failure]), ...(shown === '' ? [] : [shown])]
  return { isGood: done.isGood, finding: (parts.join(': ') || 'nothing was said').slice(0, LONGEST).toWellFormed() }
}

/** How a unit is, and its last lines in the journal, which follow an empty line: what is between lists processes. */
function statusLines(status: string): readonly string[] {
  const [head = '', ...journal] = status.split('\n\n')
  return [
    ...head.split('\n').filter((line) => /^ *Active: /.test(line)),
    ...journal.flatMap((part) => part.split('\n')),
  ]
}
