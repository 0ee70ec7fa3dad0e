import { realPath } from '../../../lib/system/files/real-path.ts'
import { sourceNotices } from '../notices.ts'
import type { TrailOptions } from './trail-options.ts'

type BindMountOptions = Pick<TrailOptions, 'source' | 'path' | 'tell' | 'mounts'>

/**
 * A log that is a bind mount by itself, as in a container. A rotation outside renames the mounted file, and the path
 * keeps leading to it: only the root of the mount shows that, and the agent can only report it.
 */
export class BindMount {
  readonly #options: BindMountOptions
  readonly #path: string
  readonly #root: string | undefined
  #isTold = false

  constructor(options: BindMountOptions) {
    this.#options = options
    this.#path = realPath(options.path)
    this.#root = options.mounts?.rootOf(this.#path)
  }

  /** Whether the path is one. */
  get isOne(): boolean {
    return this.#root !== undefined
  }

  /** Tells, once, if the log was rotated outside. */
  check(): void {
    if (this.#root === undefined || this.#isTold) return
    const { source, path, tell, mounts } = this.#options
    const root = mounts?.rootOf(this.#path)
    if (root === undefined || root === this.#root) return
    this.#isTold = true
    tell(sourceNotices.sourceRotatedOutside(source, path))
  }
}
