import type { Answer, Asker } from './answer.ts'
import { ask } from './ask.ts'

/**
 * Asks only once another answer that is asked for in the same moment is there, and shown as `shown` tells: both would
 * share the processor, and the one that everybody waits for would come later.
 */
export function askAfter<T>(other: Answer<unknown>, shown: () => Promise<void>): Asker<T> {
  return async (path, asking) => {
    // By then the other one is asked too.
    await Promise.resolve()
    await other.settled()
    await shown()
    asking.signal?.throwIfAborted()
    return ask<T>(path, asking)
  }
}
