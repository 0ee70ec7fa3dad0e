import { statSync } from 'node:fs'
import { codeOf } from '../../../lib/system/errors.ts'

/** How long a copy that is cut short may stay unchanged before it counts as damaged, in milliseconds. */
const PATIENCE = 60_000

/** Tells copies that a rotation is still writing from damaged ones: the former change. */
export class RotationWatch {
  readonly #elapsed: () => number
  readonly #seen = new Map<string, { readonly state: string; readonly since: number }>()

  /** `elapsed`: milliseconds by a monotonic clock; the times of files may step. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  /** Whether a copy has changed, or was first asked about, less than a minute ago. */
  readonly isChanging = (path: string): boolean => {
    const state = stateOf(path)
    const now = this.#elapsed()
    const seen = this.#seen.get(path)
    if (seen?.state === state) return now - seen.since < PATIENCE
    this.#seen.set(path, { state, since: now })
    return true
  }
}

/** Whatever changes when the copy does; a copy that cannot be looked at has a state as well. */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch (error) {
    return codeOf(error) ?? 'unknown'
  }
}
