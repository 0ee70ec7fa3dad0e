import { sourceNotices } from '../notices.ts'
import type { TrailOptions } from './trail-options.ts'

/** Why a source cannot be read: one notice when that begins, when the reason changes, and when it is over. */
export class ReadFailure {
  readonly #options: Pick<TrailOptions, 'source' | 'path' | 'tell'>
  #code: string | undefined

  constructor(options: Pick<TrailOptions, 'source' | 'path' | 'tell'>) {
    this.#options = options
  }

  get isOngoing(): boolean {
    return this.#code !== undefined
  }

  /** A look or a read failed with this error code of the system. */
  begin(code: string): void {
    const { path, source, tell } = this.#options
    if (this.#code !== code) tell(sourceNotices.sourceUnreadable(source, path, code))
    this.#code = code
  }

  /** Everything that was found could be read. */
  end(): void {
    const { path, source, tell } = this.#options
    if (this.#code !== undefined) tell(sourceNotices.sourceReadable(source, path))
    this.#code = undefined
  }
}
