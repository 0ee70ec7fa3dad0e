import { basename, dirname } from 'node:path'
import { realPath } from '../files/real-path.ts'
import { onAbort } from '../on-abort.ts'
import type { FolderWatches } from './folder-watches.ts'
import type { ClosableWaker } from './waker.ts'
import type { Hint } from './watched-folder.ts'

/**
 * Wakes when one path changes, which may be missing or a symbolic link; with `contents`, when a name in that folder
 * appears or disappears.
 */
export class PathWaker implements ClosableWaker {
  readonly #watches: FolderWatches
  readonly #path: string
  readonly #contents: boolean
  readonly #hint: Hint
  readonly #end: () => void
  #places: readonly string[] = []
  #hinted = true
  /** The path may now lead elsewhere. */
  #mayBeMoved = true
  #resolve: (() => void) | undefined
  /** While `wake` waits: whether there is nothing new. */
  #isQuiet: (() => boolean) | undefined

  constructor(watches: FolderWatches, path: string, { contents = false }: { contents?: boolean } = {}) {
    this.#watches = watches
    this.#path = path
    this.#contents = contents
    this.#end = () => this.#resolve?.()
    this.#hint = (kind) => {
      if (kind === 'unknown' && this.#isQuiet?.() === true) return
      this.#hinted = true
      // Unless a link is on the way, only a name that changes can make the path lead elsewhere.
      this.#mayBeMoved ||= kind === 'name' || this.#places.length !== 1
      this.#resolve?.()
    }
    this.#settle()
  }

  async wake(signal: AbortSignal, within?: number, isQuiet?: () => boolean): Promise<void> {
    this.#isQuiet = isQuiet
    if (!this.#hinted && !signal.aborted) await this.#wait(signal, within)
    this.#isQuiet = undefined
    this.#hinted = false
    this.#settle()
  }

  hint(): void {
    this.#hint('change')
  }

  /** Stops watching. */
  close(): void {
    this.#forget(this.#places)
    this.#places = []
  }

  async #wait(signal: AbortSignal, within: number | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = within === undefined ? undefined : setTimeout(resolve, within)
    this.#resolve = resolve
    const forget = onAbort(signal, this.#end)
    await promise
    forget()
    clearTimeout(timer)
    this.#resolve = undefined
  }

  /** Updates the watches: a link may lead elsewhere since. */
  #settle(): void {
    if (!this.#mayBeMoved) return
    this.#mayBeMoved = false
    const places = this.#contents ? [this.#path] : [...new Set([this.#path, realPath(this.#path)])]
    const added = places.filter((place) => !this.#places.includes(place))
    this.#forget(this.#places.filter((place) => !places.includes(place)))
    this.#places = places
    // Changes from before the watch were not reported.
    this.#hinted ||= added.length > 0
    for (const place of added) this.#watches.add(...this.#folderAndName(place), this.#hint)
  }

  #forget(places: readonly string[]): void {
    for (const place of places) this.#watches.remove(...this.#folderAndName(place), this.#hint)
  }

  #folderAndName(place: string): [string, string | undefined] {
    return this.#contents ? [place, undefined] : [dirname(place), basename(place)]
  }
}
