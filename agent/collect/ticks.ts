import { type Clock, systemClock } from '../../lib/system/clock.ts'
import type { Frontier } from './frontier.ts'
import type { Intake } from './intake.ts'

/** Milliseconds between two ticks: on a busy server something is due every second. */
const REST = { least: 2000, most: 10_000 }

/**
 * Tells the rules how far the logs were read, as long as they wait for something, until the signal is aborted; calls
 * `onTick` each time that they heard.
 */
export async function tick(
  intake: Pick<Intake, 'due' | 'somethingDue' | 'tick'>,
  frontier: Pick<Frontier, 'time'>,
  signal: AbortSignal,
  onTick?: () => void,
  clock: Clock = systemClock,
): Promise<void> {
  while (!signal.aborted) {
    const { due } = intake
    if (due === undefined) {
      await intake.somethingDue(signal)
      continue
    }
    // What was written before, and we do not know of yet (perhaps this process was stopped), we hear of meanwhile.
    const before = frontier.time
    const rest = due * 1000 - clock.now()
    await clock.sleep(Math.min(Math.max(rest, REST.least), REST.most), signal)
    if (signal.aborted) return
    await intake.tick(Math.floor(Math.min(before, frontier.time) / 1000))
    onTick?.()
  }
}
