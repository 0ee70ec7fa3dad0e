import type { Checkpoint } from '../follow/checkpoint.ts'
import type { RestingLog } from '../follow/resting-log.ts'
import type { SavedCounters } from '../spool/positions/saved-counters.ts'

/** A position, or the log that tells it: most change once an interval, and are saved once a minute. */
type Told = Checkpoint | Pick<RestingLog, 'checkpoint'>

/** The positions of counted logs, which are saved with what the counters know. */
export class CountedPositions {
  readonly #sources = new Map<string, Map<string, Told>>()
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
    const position = this.#sources.get(source)?.get(path)
    return position && now(position)
  }

  pathsOf(source: string): readonly string[] {
    return [...(this.#sources.get(source)?.keys() ?? [])]
  }

  /** Notes up to where a log was counted; a log at rest is asked until the next call, whenever all is level. */
  advance(source: string, path: string, position: Told): void {
    const paths = this.#sources.get(source) ?? new Map<string, Told>()
    this.#sources.set(source, paths.set(path, position))
  }

  /** Drops a log that is gone for good and was counted to its end. */
  forget(source: string, path: string): void {
    this.#sources.get(source)?.delete(path)
  }

  /** Asks for a save at the end of this interval: nobody has to wait, as all positions are saved at once. */
  save(): Promise<void> {
    this.#onNew()
    return Promise.resolve()
  }

  toJSON(): SavedCounters['sources'] {
    const positionsOf = (paths: ReadonlyMap<string, Told>): Record<string, Checkpoint> =>
      Object.fromEntries([...paths].map(([path, position]) => [path, now(position)]))
    return Object.fromEntries([...this.#sources].map(([source, paths]) => [source, positionsOf(paths)]))
  }
}

function now(position: Told): Checkpoint {
  return 'checkpoint' in position ? position.checkpoint : position
}
