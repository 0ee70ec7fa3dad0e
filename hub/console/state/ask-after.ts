import type { Answer, Asker } from './answer.ts'
import { ask } from './ask.ts'

/** After how long a frame is taken for painted, in milliseconds: in a hidden tab there is none. */
const PATIENCE = 100

/**
 * Asks only once another answer that is asked for in the same moment is there and painted: both would share the
 * processor, and the one that everybody waits for would come later.
 */
export function askAfter<T>(other: Answer<unknown>): Asker<T> {
  return async (path, asking) => {
    // By then the other one is asked too.
    await Promise.resolve()
    await other.settled()
    await painted()
    asking.signal?.throwIfAborted()
    return ask<T>(path, asking)
  }
}

/** Resolves once what stands in the document is painted. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE)
    requestAnimationFrame(() => setTimeout(resolve, 0))
  })
}
