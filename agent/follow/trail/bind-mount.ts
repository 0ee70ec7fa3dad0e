import { realPath } from '../../../lib/system/files/real-path.ts'
import { sourceNotices } from '../notices.ts'
import type { TrailOptions } from './trail-options.ts'

type BoundOptions = Pick<TrailOptions, 'source' | 'path' | 'tell' | 'mounts'>

/**
 * A log that was mounted by itself, as into a container: a rotation outside renames what is mounted, and the path goes
 * on leading to it. Nothing of that can be seen here but where it was mounted from, and nothing be done but to say so.
 */
export class BoundFile {
  readonly #options: BoundOptions
  readonly #path: string
  readonly #root: string | undefined
  #isTold = false

  constructor(options: BoundOptions) {
    this.#options = options
    this.#path = realPath(options.path)
    this.#root = options.mounts?.rootOf(this.#path)
  }

  /** Says, once, that the log was rotated outside. */
  look(): void {
    if (this.#root === undefined || this.#isTold) return
    const { source, path, tell, mounts } = this.#options
    const root = mounts?.rootOf(this.#path)
    if (root === undefined || root === this.#root) return
    this.#isTold = true
    tell(sourceNotices.sourceRotatedOutside(source, path))
  }
}
