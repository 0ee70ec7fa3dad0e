import type { SourceSnapshot } from './snapshot.ts'

type Source = Pick<SourceSnapshot, 'source' | 'path'>

/** How each source stands; a list only when the snapshot is written. */
export class SourceStates {
  readonly #states: Map<string, SourceSnapshot>
  readonly #onChange: () => void

  /** `before` is how they stood when last read, perhaps by another process. */
  constructor(onChange: () => void, before: readonly SourceSnapshot[] = []) {
    this.#states = new Map(before.map((state) => [nameOf(state), state]))
    this.#onChange = onChange
  }

  of(source: Source): SourceSnapshot | undefined {
    return this.#states.get(nameOf(source))
  }

  set(state: SourceSnapshot): void {
    this.#states.set(nameOf(state), state)
    this.#onChange()
  }

  delete(source: Source): void {
    this.#states.delete(nameOf(source))
    this.#onChange()
  }

  toJSON(): readonly SourceSnapshot[] {
    return [...this.#states.values()]
  }
}

function nameOf({ source, path }: Source): string {
  return `${source} ${path}`
}
