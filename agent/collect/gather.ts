import type { Clock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import type { Batch } from '../follow/follow.ts'

/** How long a batch waits for others, and how large it becomes. */
export interface GatherOptions {
  /** The longest time a batch waits for more, in milliseconds. */
  readonly delay: number
  /** Batches are joined up to this many items. */
  readonly most: number
  readonly clock: Pick<Clock, 'sleep'>
  /** Once aborted, nothing waits any more. */
  readonly signal: AbortSignal
}

/**
 * Joins batches: a batch with items waits for the batches that continue it, and they are yielded as one. A waiting
 * batch exists only in memory, so after a kill it is read again. Reads at most one batch ahead.
 */
export async function* gather<T>(
  batches: AsyncGenerator<Batch<T>, void, void>,
  options: GatherOptions,
): AsyncGenerator<Batch<T>, void, void> {
  const ahead = new Ahead(batches)
  try {
    for (let batch = await ahead.peek(); batch !== undefined; batch = await ahead.peek()) {
      ahead.take()
      yield batch.range === undefined || batch.items.length === 0 ? batch : await withMore(batch, ahead, options)
    }
  } finally {
    // Do not wait: the pending read may resolve only when the program ends.
    void batches.return()
  }
}

/** Joins a batch with those that continue it, until the delay is over or one does not continue it. */
async function withMore<T>(
  first: Batch<T>,
  ahead: Ahead<T>,
  { delay, most, clock, signal }: GatherOptions,
): Promise<Batch<T>> {
  const end = new AbortController()
  const due = clock.sleep(delay, eitherSignal(signal, end.signal))
  try {
    let whole = first
    while (whole.items.length < most) {
      const next = await Promise.race([ahead.peek(), due])
      const joined = next && join(whole, next, most)
      if (joined === undefined) break
      ahead.take()
      whole = joined
    }
    return whole
  } finally {
    end.abort()
  }
}

/** Batches with a lookahead of one. */
class Ahead<T> {
  readonly #batches: AsyncGenerator<Batch<T>, void, void>
  #next: Promise<Batch<T> | undefined> | undefined

  constructor(batches: AsyncGenerator<Batch<T>, void, void>) {
    this.#batches = batches
  }

  /** The next batch, the same until it is taken; undefined at the end. */
  peek(): Promise<Batch<T> | undefined> {
    this.#next ??= this.#batches.next().then(({ value }) => value ?? undefined)
    return this.#next
  }

  take(): void {
    this.#next = undefined
  }
}

/** Both as one batch; undefined if the second does not begin where the first ends, or they have too many items. */
function join<T>(first: Batch<T>, second: Batch<T>, most: number): Batch<T> | undefined {
  const items = [...first.items, ...second.items]
  const [before, after] = [first.range, second.range]
  const isContinued = before?.generation === after?.generation && before?.to === after?.from
  if (before === undefined || after === undefined || !isContinued || items.length > most) return undefined
  const range = { ...before, to: after.to }
  return { ...second, items, lines: first.lines + second.lines, range }
}
