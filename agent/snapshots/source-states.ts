import type { SourceSnapshot } from './snapshot.ts'

type Source = Pick<SourceSnapshot, 'source' | 'path'>

/** How each source stands; a list only when the snapshot is written. */
export class SourceStates {
  readonly #states: Map<string, SourceSnapshot>
  readonly #onChange: () => void

  /** `before` is how they stood when last read, perhaps by another process. */
  constructor(onChange: () => void, before: readonly SourceSnapshot[] = []) {
    this.#states = new Map(before.map((state) => [keyOf(state), state]))
    this.#onChange = onChange
  }

  of(source: Source): SourceSnapshot | undefined {
    return this.#states.get(keyOf(source))
  }

  set(state: SourceSnapshot): void {
    this.#states.set(keyOf(state), state)
    this.#onChange()
  }

  delete(source: Source): void {
    this.#states.delete(keyOf(source))
    this.#onChange()
  }

  toJSON(): readonly SourceSnapshot[] {
    return [...this.#states.values()]
  }
}

function keyOf({ source, path }: Source): string {
  return `${source} ${path}`
}
