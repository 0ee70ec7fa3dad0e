import * as v from 'valibot'
import { checkedEvent } from '../../../lib/event/check.ts'
import type { Event } from '../../../lib/event/event.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { type Totals, totals } from '../../../lib/totals/totals.ts'
import { type Checkpoint, checkpoint } from '../../follow/checkpoint.ts'
import { SavedCopies } from './saved-copies.ts'

/** What counters said and is not known to be sealed. */
export interface WaitingNews {
  readonly events: readonly { readonly id: string; readonly event: Event }[]
  readonly totals: readonly Totals[]
}

/** What counters know, with the positions up to which they counted. */
export interface SavedCounters {
  readonly version: 1
  /** The number of the newest report before any that seals what waits here. */
  readonly sequence: number
  /** By the name of the source, then by the path of the log. */
  readonly sources: Readonly<Record<string, Readonly<Record<string, Checkpoint>>>>
  /** What each counter saved, by its name; it knows how to read that. */
  readonly counters: Readonly<Record<string, unknown>>
  readonly waiting: WaitingNews
}

const event = v.custom<Event>((input) => typeof checkedEvent(input) !== 'string', 'is no event')

const savedCounters: v.GenericSchema<unknown, SavedCounters> = v.object({
  version: v.literal(1),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sources: v.record(v.string(), v.record(v.string(), checkpoint)),
  counters: v.record(v.string(), v.unknown()),
  waiting: v.object({
    events: v.array(v.object({ id: v.pipe(v.string(), v.minLength(1)), event })),
    totals: v.array(totals),
  }),
})

/** What the collector saves of its counters, in the root of its spool. */
export const countersFile = new SavedCopies('counters', parseCounters)

/** Parses the text of saved counters; throws if it is not of this version. */
export function parseCounters(text: string): SavedCounters {
  const parsed = v.safeParse(v.pipe(foreignJson, savedCounters), text)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Error(`no counters of this version: ${v.getDotPath(issue) ?? 'the text'}: ${issue.message}`)
}

/**
 * The lowest sequence among all intact copies, any of which a start may fall back on: it asks newer reports what they
 * sealed. undefined if there are none.
 */
export async function oldestCountedSequence(folder: string): Promise<number | undefined> {
  const sequences = (await countersFile.whole(folder)).map(({ sequence }) => sequence)
  return sequences.length === 0 ? undefined : Math.min(...sequences)
}
