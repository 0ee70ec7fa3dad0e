import * as v from 'valibot'
import { checkedEvent } from '../../lib/event/check.ts'
import type { Event } from '../../lib/event/event.ts'
import { writeToInbox } from './writer.ts'

/** An event that is still to be left in an inbox, with what makes the name of its file. */
export interface Untold {
  readonly event: Event
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Sixteen hexadecimal digits. */
  readonly random: string
}

const event = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Event => {
    const checked = checkedEvent(dataset.value)
    if (typeof checked !== 'string') return checked
    addIssue({ message: checked })
    return NEVER
  }),
)

/** Such an event, as it is saved. */
export const untoldSchema = v.object({
  event,
  now: v.pipe(v.number(), v.safeInteger()),
  random: v.pipe(v.string(), v.regex(/^[\da-f]{16}$/)),
})

/**
 * Leaves events in an inbox until it takes no more; resolves with those that still wait, and why. After a kill the same
 * are left again under the same names, and reported once.
 */
export async function leaveUntold(
  all: readonly Untold[],
  inbox: string,
): Promise<{ readonly waiting: readonly Untold[]; readonly reason: string }> {
  for (const [index, { event: told, now, random }] of all.entries()) {
    const written = await writeToInbox(inbox, told, { now: () => now, random, isLost: false })
    if ('reason' in written) return { waiting: all.slice(index), reason: written.reason }
  }
  return { waiting: [], reason: '' }
}
