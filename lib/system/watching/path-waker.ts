import { basename, dirname } from 'node:path'
import { realPath } from '../files/real-path.ts'
import { onAbort } from '../on-abort.ts'
import type { FolderWatches } from './folder-watches.ts'
import type { ClosableWaker } from './waker.ts'
import type { Hint } from './watched-folder.ts'

/**
 * Wakes when one path changes, which need not exist and may be a symbolic link; or, with `contents`, when a name in a
 * folder does.
 */
export class PathWaker implements ClosableWaker {
  readonly #watches: FolderWatches
  readonly #path: string
  readonly #contents: boolean
  readonly #hint: Hint
  readonly #end: () => void
  #places: readonly string[] = []
  #hinted = true
  /** The path may lead elsewhere. */
  #mayBeMoved = true
  #resolve: (() => void) | undefined
  /** While it is waited: whether there is nothing new. */
  #isQuiet: (() => boolean) | undefined

  constructor(watches: FolderWatches, path: string, { contents = false }: { contents?: boolean } = {}) {
    this.#watches = watches
    this.#path = path
    this.#contents = contents
    this.#end = () => this.#resolve?.()
    this.#hint = (kind) => {
      if (kind === 'unknown' && this.#isQuiet?.() === true) return
      this.#hinted = true
      // Without a link on the way only a change of a name can make it so.
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

  /** Waits for nothing any more. */
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

  /** Watches what has to be watched now: a link may lead elsewhere since. */
  #settle(): void {
    if (!this.#mayBeMoved) return
    this.#mayBeMoved = false
    const places = this.#contents ? [this.#path] : [...new Set([this.#path, realPath(this.#path)])]
    const added = places.filter((place) => !this.#places.includes(place))
    this.#forget(this.#places.filter((place) => !places.includes(place)))
    this.#places = places
    // What happened there before is told to nobody.
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
