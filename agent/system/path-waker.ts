import { basename, dirname } from 'node:path'
import type { FolderWatches } from './folder-watches.ts'
import type { Waker } from './waker.ts'
import { realPath } from './real-path.ts'

/** How often to look without a hint: inotify's queue overflows silently in Node, and network file systems have none. */
const SAFETY_INTERVAL = 10_000

/** How often to look where nothing hints. */
const POLL_INTERVAL = 1000

/** Wakes when one path changes, which need not exist and may be a symbolic link; or, with `contents`, anything in a folder. */
export class PathWaker implements Waker {
  readonly #watches: FolderWatches
  readonly #path: string
  readonly #contents: boolean
  readonly #hint: () => void
  #places: readonly string[] = []
  #hinted = true
  #resolve: (() => void) | undefined

  constructor(watches: FolderWatches, path: string, { contents = false }: { contents?: boolean } = {}) {
    this.#watches = watches
    this.#path = path
    this.#contents = contents
    this.#hint = () => {
      this.#hinted = true
      this.#resolve?.()
    }
    this.#arm()
  }

  async wake(signal: AbortSignal, within: number = SAFETY_INTERVAL): Promise<void> {
    const hinting = this.#arm()
    if (!this.#hinted && !signal.aborted)
      await this.#wait(signal, Math.min(within, hinting ? SAFETY_INTERVAL : POLL_INTERVAL))
    this.#hinted = false
  }

  async #wait(signal: AbortSignal, milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)
    this.#resolve = resolve
    signal.addEventListener('abort', this.#hint)
    await promise
    signal.removeEventListener('abort', this.#hint)
    clearTimeout(timer)
    this.#resolve = undefined
  }

  /** Watches what has to be watched now: a link may lead elsewhere since, a folder may have been replaced. */
  #arm(): boolean {
    const places = this.#contents ? [this.#path] : [...new Set([this.#path, realPath(this.#path)])]
    const gone = this.#places.filter((place) => !places.includes(place))
    for (const place of places) {
      if (!this.#places.includes(place)) this.#watches.add(...this.#folderAndName(place), this.#hint)
    }
    this.#forget(gone)
    this.#places = places
    return places.map((place) => this.#watches.arm(this.#folderAndName(place)[0])).every(Boolean)
  }

  #forget(places: readonly string[]): void {
    for (const place of places) this.#watches.remove(...this.#folderAndName(place), this.#hint)
  }

  #folderAndName(place: string): [string, string | undefined] {
    return this.#contents ? [place, undefined] : [dirname(place), basename(place)]
  }
}
