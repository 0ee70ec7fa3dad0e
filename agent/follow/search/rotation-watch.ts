import { statSync } from 'node:fs'
import { codeOf } from '../../../lib/system/errors.ts'

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
    const state = stateOf(path)
    const now = this.#elapsed()
    const seen = this.#seen.get(path)
    if (seen?.state === state) return now - seen.since < PATIENCE
    this.#seen.set(path, { state, since: now })
    return true
  }
}

/** A copy that cannot be looked at is in a state, too. */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch (error) {
    return codeOf(error) ?? 'unknown'
  }
}
