import { setImmediate } from 'node:timers/promises'
import { Memory } from '../../../../lib/system/processes/memory.ts'

/** Items after which signals are heard, and garbage is collected if it is much. */
const STRETCH = 1024

/** Bytes of memory that need no collection. */
const ENOUGH = 14 * 1024 * 1024

/** The same items, with the memory of those that are done given back on the way. Rejects with `AbortError`. */
export async function* inStretches<T>(items: Iterable<T>, signal: AbortSignal): AsyncGenerator<T, void, void> {
  const memory = new Memory(ENOUGH, () => undefined)
  let count = 0
  try {
    for (const item of items) {
      yield item
      count += 1
      if (count % STRETCH > 0) continue
      memory.worked()
      await setImmediate(undefined, { signal })
    }
  } finally {
    memory.close()
  }
}
