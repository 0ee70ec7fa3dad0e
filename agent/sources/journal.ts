import { systemClock } from '../../lib/system/clock.ts'
import type { Batch } from '../follow/follow.ts'
import { JournalReading, type JournalPlace } from './journal-reading.ts'
import type { LineOptions, LineSource } from './line-source.ts'
import { journalNotices } from './notices.ts'

/** Milliseconds until a journalctl that has ended is started again, twice as long each time that it brought nothing. */
const REST = { first: 100, longest: 60_000 }

/**
 * Lines that journalctl reads from a systemd journal. The position is the cursor of the last entry, as `generation`;
 * its offset counts the bytes of all lines, over all runs. Ids follow from the cursor of an entry, so the same one read
 * again gives the same. While nothing can be stored, journalctl waits; when it ends, it is started again.
 */
export function journalOf(place: JournalPlace): LineSource {
  return async function* linesOf<T>(options: LineOptions<T>): AsyncGenerator<Batch<T>, void, void> {
    const { signal, source, path, tell } = options
    const reading = new JournalReading(place, options)
    let rest = REST.first
    let told: string | undefined
    const onSuccess = (): void => {
      rest = REST.first
      if (told !== undefined) tell(journalNotices.journalReadable(source, path))
      told = undefined
    }
    while (!signal.aborted) {
      const fault = reading.isPlaced ? yield* reading.readOn(onSuccess) : yield* reading.goToEnd()
      if (signal.aborted || fault === 'all read') return
      if (fault === undefined) {
        onSuccess()
        continue
      }
      if (fault !== told) tell(journalNotices.journalUnreadable(source, path, fault))
      told = fault
      if (place.once) return
      await systemClock.sleep(rest, signal)
      rest = Math.min(2 * rest, REST.longest)
    }
  }
}
