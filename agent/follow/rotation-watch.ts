import { statSync } from 'node:fs'

/** How long a copy that breaks off may be unchanged, in milliseconds, before it counts as damaged. */
const PATIENCE = 60_000

/** Tells copies that a rotation is still at work on from damaged ones: the former change. */
export class RotationWatch {
  readonly #elapsed: () => number
  readonly #seen = new Map<string, { readonly state: string; readonly since: number }>()

  /** `elapsed`: milliseconds by a clock that never steps; a file's own times do. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  /** Whether a copy has changed, or has first been asked for, less than a minute ago. */
  readonly isChanging = (path: string): boolean => {
    const stats = statSync(path, { throwIfNoEntry: false, bigint: true })
    const state = stats === undefined ? 'absent' : `${stats.ino} ${stats.size} ${stats.mtimeNs}`
    const now = this.#elapsed()
    const seen = this.#seen.get(path)
    if (seen?.state === state) return now - seen.since < PATIENCE
    this.#seen.set(path, { state, since: now })
    return true
  }
}
