import type { SourceSnapshot } from './snapshot.ts'

type Source = Pick<SourceSnapshot, 'source' | 'path'>

/** How each source stands; a list only when the snapshot is written. */
export class SourceStates {
  readonly #states: Map<string, SourceSnapshot | (() => SourceSnapshot)>
  readonly #onChange: () => void

  /** `before` is how they stood when last read, perhaps by another process. */
  constructor(onChange: () => void, before: readonly SourceSnapshot[] = []) {
    this.#states = new Map(before.map((state) => [keyOf(state), state]))
    this.#onChange = onChange
  }

  of(source: Source): SourceSnapshot | undefined {
    const state = this.#states.get(keyOf(source))
    return state && now(state)
  }

  set(state: SourceSnapshot): void {
    this.#states.set(keyOf(state), state)
    this.#onChange()
  }

  /** Has a source asked how it stands whenever the list is made; whoever changes it calls `changed`. */
  ask(source: Source, state: () => SourceSnapshot): void {
    this.#states.set(keyOf(source), state)
    this.#onChange()
  }

  /** Some that are asked stand differently. */
  changed(): void {
    this.#onChange()
  }

  delete(source: Source): void {
    this.#states.delete(keyOf(source))
    this.#onChange()
  }

  toJSON(): readonly SourceSnapshot[] {
    return [...this.#states.values()].map(now)
  }
}

function now(state: SourceSnapshot | (() => SourceSnapshot)): SourceSnapshot {
  return typeof state === 'function' ? state() : state
}

function keyOf({ source, path }: Source): string {
  return `${source} ${path}`
}
