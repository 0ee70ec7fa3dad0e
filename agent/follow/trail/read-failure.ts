import { sourceNotices } from '../notices.ts'
import type { TrailOptions } from './trail-options.ts'

/** What keeps a source from being read, told when it begins, when it changes, and when it is over. */
export class Trouble {
  readonly #options: Pick<TrailOptions, 'source' | 'path' | 'tell'>
  #code: string | undefined

  constructor(options: Pick<TrailOptions, 'source' | 'path' | 'tell'>) {
    this.#options = options
  }

  get isThere(): boolean {
    return this.#code !== undefined
  }

  /** Looking or reading failed with this code of the system. */
  begin(code: string): void {
    const { path, source, tell } = this.#options
    if (this.#code !== code) tell(sourceNotices.sourceUnreadable(source, path, code))
    this.#code = code
  }

  /** All that was found could be read. */
  end(): void {
    const { path, source, tell } = this.#options
    if (this.#code !== undefined) tell(sourceNotices.sourceReadable(source, path))
    this.#code = undefined
  }
}
