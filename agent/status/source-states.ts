import type { SourceSnapshot } from './snapshot.ts'

/** How each source stands, for a snapshot; a list only when that is written. */
export class SourceStates {
  readonly #states = new Map<string, SourceSnapshot>()
  readonly #onChange: () => void

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  set(state: SourceSnapshot): void {
    this.#states.set(`${state.source} ${state.path}`, state)
    this.#onChange()
  }

  delete({ source, path }: Pick<SourceSnapshot, 'source' | 'path'>): void {
    this.#states.delete(`${source} ${path}`)
    this.#onChange()
  }

  toJSON(): readonly SourceSnapshot[] {
    return [...this.#states.values()]
  }
}
