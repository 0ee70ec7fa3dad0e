/** Something that has its time, in seconds since 1970-01-01T00:00:00Z. */
export interface Timed {
  readonly at: number
  /** Orders what has the same time. */
  readonly order: string
}

/** Whatever waits for its time, the earliest first: a binary heap. */
export class Agenda<T extends Timed> {
  readonly #heap: T[] = []

  get size(): number {
    return this.#heap.length
  }

  /** What comes first. */
  get first(): T | undefined {
    return this.#heap[0]
  }

  /** All that waits, in no order. */
  get items(): readonly T[] {
    return this.#heap
  }

  add(item: T): void {
    const heap = this.#heap
    let at = heap.push(item) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !isBefore(item, parent)) break
      heap[at] = parent
      at = above
    }
    heap[at] = item
  }

  /** Takes out what comes first. */
  next(): T | undefined {
    const heap = this.#heap
    const [first] = heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
      if (left === undefined) break
      const isRight = right !== undefined && isBefore(right, left)
      const child = isRight ? right : left
      if (!isBefore(child, last)) break
      heap[at] = child
      at = 2 * at + (isRight ? 2 : 1)
    }
    heap[at] = last
    return first
  }
}

function isBefore(one: Timed, other: Timed): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at
}
