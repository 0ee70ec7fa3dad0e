import { type FSWatcher, statSync, statfsSync, watch } from 'node:fs'
import { basename } from 'node:path'
import { codeOf } from '../errors.ts'
import { isRemote } from '../files/remote-file-system.ts'

/** What may have happened: a file changed; a name appeared, disappeared or leads elsewhere; or unknown. */
export type ChangeKind = 'change' | 'name' | 'unknown'

/** Called when something may be new. */
export type Hint = (kind: ChangeKind) => void

/** Called once when a folder cannot be watched, with the system's error code. */
export type WatchFailure = (folder: string, code: string) => void

/** The listeners of a watch. */
export interface WatchListeners {
  /** Called for every event, relevant or not. */
  readonly onEvent: () => void
  /** Called when the watch is lost. */
  readonly onGone: () => void
  readonly onFailure: WatchFailure
}

/** Stands for "any name"; no file can have this name. */
const ANY = '/'

/**
 * One folder, the listeners for its names, and one inotify watch for all of them. The folder is watched, never its
 * files: a file's watch follows the inode and misses its successor.
 */
export class WatchedFolder {
  readonly #path: string
  readonly #onEvent: () => void
  readonly #onGone: () => void
  readonly #onFailure: WatchFailure
  readonly #hints = new Map<string, Set<Hint>>()
  #watcher: FSWatcher | undefined
  #inode: bigint | undefined
  #isRemote = false
  #hasFailed = false

  constructor(path: string, { onEvent, onGone, onFailure }: WatchListeners) {
    this.#path = path
    this.#onFailure = onFailure
    this.#onEvent = onEvent
    this.#onGone = onGone
  }

  /** Calls `hint` when `name` changes; undefined: when any name appears or disappears. */
  add(name: string | undefined, hint: Hint): void {
    const hints = this.#hints.get(name ?? ANY) ?? new Set<Hint>()
    this.#hints.set(name ?? ANY, hints.add(hint))
  }

  remove(name: string | undefined, hint: Hint): void {
    const hints = this.#hints.get(name ?? ANY)
    hints?.delete(hint)
    if (hints?.size === 0) this.#hints.delete(name ?? ANY)
  }

  get isIdle(): boolean {
    return this.#hints.size === 0
  }

  /** All listeners. */
  *hints(): Generator<Hint, void, void> {
    for (const hints of this.#hints.values()) yield* hints
  }

  /**
   * Sets up the watch, again if the folder has been replaced; returns true if all changes will be reported. Without a
   * watch (the folder is missing, inotify's limit is reached), and on remote file systems, the folder must be polled.
   */
  arm(): boolean {
    let inode: bigint
    try {
      inode = statSync(this.#path, { bigint: true }).ino
    } catch {
      this.close()
      return false
    }
    if (this.#watcher === undefined || this.#inode !== inode) {
      this.close()
      this.#watch(inode)
    }
    return this.#watcher !== undefined && !this.#isRemote
  }

  /** Ends the watch; `arm` sets it up again. */
  close(): void {
    this.#watcher?.close()
    this.#watcher = undefined
  }

  #watch(inode: bigint): void {
    try {
      this.#isRemote = isRemote(statfsSync(this.#path).type)
      this.#watcher = watch(this.#path, (event, name) => this.#changed(event, name))
      this.#watcher.on('error', () => this.#gone())
      this.#inode = inode
      this.#hasFailed = false
      // Changes from before the watch were not reported.
      this.#hintAll('unknown')
    } catch (error) {
      if (!this.#hasFailed) this.#onFailure(this.#path, codeOf(error) ?? 'unknown')
      this.#hasFailed = true
    }
  }

  #changed(event: 'rename' | 'change', name: string | null): void {
    this.#onEvent()
    // The folder itself was removed or renamed. Its successor may have the same inode, which `arm` would miss.
    if (event === 'rename' && name === basename(this.#path)) return this.#gone()
    if (name === null) return this.#hintAll('unknown')
    const kind = event === 'rename' ? 'name' : 'change'
    for (const hint of this.#hints.get(name) ?? []) hint(kind)
    if (kind === 'name') for (const hint of this.#hints.get(ANY) ?? []) hint(kind)
  }

  #gone(): void {
    this.close()
    this.#onGone()
    this.#hintAll('unknown')
  }

  #hintAll(kind: ChangeKind): void {
    for (const hint of this.hints()) hint(kind)
  }
}
