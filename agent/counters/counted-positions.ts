import type { Checkpoint } from '../follow/checkpoint.ts'
import type { SavedCounters } from '../spool/positions/saved-counters.ts'

/** The positions of counted logs, which are saved with what the counters know. */
export class CountedPositions {
  readonly #sources: Record<string, Record<string, Checkpoint>> = {}
  readonly #onNew: () => void

  /** Continues at saved positions of logs that are still counted; `onNew` hears of positions to be saved soon. */
  constructor(
    saved: SavedCounters['sources'],
    isCounted: (source: string, path: string) => boolean,
    onNew: () => void,
  ) {
    this.#onNew = onNew
    for (const [source, paths] of Object.entries(saved))
      for (const [path, position] of Object.entries(paths))
        if (isCounted(source, path)) this.advance(source, path, position)
  }

  of(source: string, path: string): Checkpoint | undefined {
    return this.#sources[source]?.[path]
  }

  pathsOf(source: string): readonly string[] {
    return Object.keys(this.#sources[source] ?? {})
  }

  /** Notes up to where a log was counted. */
  advance(source: string, path: string, position: Checkpoint): void {
    const paths = (this.#sources[source] ??= {})
    paths[path] = position
  }

  /** Drops a log that is gone for good and was counted to its end. */
  forget(source: string, path: string): void {
    delete this.#sources[source]?.[path]
  }

  /** Asks for a save at the end of this interval: nobody has to wait, as all positions are saved at once. */
  save(): Promise<void> {
    this.#onNew()
    return Promise.resolve()
  }

  toJSON(): SavedCounters['sources'] {
    return this.#sources
  }
}
