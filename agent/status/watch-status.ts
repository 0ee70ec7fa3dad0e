import type { Io } from '../../lib/command-line/command.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { isOutside } from '../../lib/system/errors.ts'
import { AlternateScreen } from '../../lib/terminal/alternate-screen.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import { inWords } from '../../lib/time/duration.ts'

/** Lines of a terminal that does not say how many it has. */
const USUAL_HEIGHT = 24

/** Lines that stand below what is shown: an empty one, and what this is. */
const FOOT = 2

/** How often it is shown, and what. */
export interface WatchParts extends Pick<Io, 'stdout' | 'signal'> {
  /** Milliseconds between two looks. */
  readonly interval: number
  /** What to show within so many lines; throws what a person must act on. */
  readonly show: (height: number) => Promise<string>
}

/**
 * Shows something again and again on a terminal, in the alternate screen, until the signal is aborted; what stood on
 * the terminal before comes back then. What cannot be looked at is shown as why.
 */
export async function watchStatus({ stdout, signal, interval, show }: WatchParts): Promise<void> {
  const screen = new AlternateScreen(stdout)
  try {
    while (!signal.aborted) {
      const height = heightOf(stdout)
      const text = await show(height - FOOT).catch((error: unknown) => why(error, stdout))
      const lines = fitting(text.trimEnd().split('\n'), height - FOOT)
      const foot = `every ${inWords(interval)}, last at ${utc(systemClock.now())}; Ctrl-C ends this`
      if (!signal.aborted) screen.draw([...lines, '', foot], height)
      await untilNext(stdout, interval, signal)
    }
  } finally {
    screen.leave()
  }
}

/** Until it is time for the next look, or the terminal has another size. */
async function untilNext(stdout: Io['stdout'], interval: number, signal: AbortSignal): Promise<void> {
  const resized = new AbortController()
  const onResize = (): void => resized.abort()
  stdout.on('resize', onResize)
  await systemClock.sleep(interval, eitherSignal(signal, resized.signal))
  stdout.off('resize', onResize)
}

function heightOf(stdout: Io['stdout']): number {
  return 'rows' in stdout && typeof stdout.rows === 'number' && stdout.rows > FOOT ? stdout.rows : USUAL_HEIGHT
}

/** Says how much is left out. */
function fitting(lines: readonly string[], height: number): readonly string[] {
  if (lines.length <= height) return lines
  const shown = lines.slice(0, Math.max(0, height - 1))
  return [...shown, `(${lines.length - shown.length} more lines: make the window higher, or leave out --watch)`]
}

function why(error: unknown, stdout: Io['stdout']): string {
  if (!isOutside(error)) throw error
  return wrap(plainText(error.message), widthOf(stdout))
}
