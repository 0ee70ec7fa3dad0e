import { type Entry, type Sealing, toEntry } from './entry.ts'
import type { Event } from './event.ts'

/** An event that is to be sealed. */
export interface ToSeal extends Pick<Sealing, 'id' | 'place'> {
  readonly event: Event
}

/**
 * The entries of one report. An entry has no `log` and `generation` where they are those of the entry before: nearly
 * all events of a report stand in one log, whose name and generation are a quarter of an entry's bytes.
 */
export function toEntries(events: readonly ToSeal[], host: string): readonly Entry[] {
  const entries: Entry[] = []
  let before: Sealing['place']
  for (const { event, id, place } of events) {
    // What an event itself says of a log is never left out, nor does it stand for another's.
    const log = 'log' in event ? undefined : place
    const isSameLog = log !== undefined && log.log === before?.log && log.generation === before.generation
    entries.push(toEntry(event, { id, host, place, isSameLog }))
    before = log
  }
  return entries
}

/** Puts back into the entries of one report, checked or not, what they share with the entry before. */
export function wholeEntries<E extends Readonly<Record<string, unknown>>>(entries: readonly E[]): readonly E[] {
  let before: { readonly log: unknown; readonly generation: unknown } | undefined
  return entries.map((entry) => {
    const isShort = before !== undefined && entry['offset'] != null && entry['generation'] === undefined
    const whole = isShort ? { ...before, ...entry } : entry
    const { log = null, generation } = whole
    before = generation === undefined ? undefined : { log, generation }
    return whole
  })
}
