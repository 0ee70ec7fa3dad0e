import { type FSWatcher, statSync, watch } from 'node:fs'
import { basename } from 'node:path'
import { type Tell, notices } from '../notice.ts'
import { codeOf } from './errors.ts'

/** Called for a change of a name in a folder. */
type Hint = () => void

/** Stands for "any name" among the names somebody waits for in a folder; no file can be called so. */
const ANY = '/'

interface Watched {
  readonly watcher: FSWatcher
  readonly inode: bigint
}

/**
 * The folders that are watched for changes, one inotify watch each however many paths in it are followed. Folders are
 * watched, never files: a file's watch sticks to the inode and misses its successor.
 */
export class FolderWatches {
  readonly #tell: Tell
  readonly #watched = new Map<string, Watched>()
  readonly #hints = new Map<string, Map<string, Set<Hint>>>()
  readonly #failed = new Set<string>()

  constructor(tell: Tell) {
    this.#tell = tell
  }

  /** Calls `hint` when `name` (undefined: anything) changes in `folder`, from the next `arm` on. */
  add(folder: string, name: string | undefined, hint: Hint): void {
    const names = this.#hints.get(folder) ?? new Map<string, Set<Hint>>()
    const hints = names.get(name ?? ANY) ?? new Set<Hint>()
    this.#hints.set(folder, names.set(name ?? ANY, hints.add(hint)))
  }

  /** Undoes `add`; the folder's watch goes with its last hint. */
  remove(folder: string, name: string | undefined, hint: Hint): void {
    const names = this.#hints.get(folder)
    names?.get(name ?? ANY)?.delete(hint)
    if (names !== undefined && [...names.values()].every((hints) => hints.size === 0)) {
      this.#hints.delete(folder)
      this.#unwatch(folder)
    }
  }

  /**
   * Watches a folder that was added, again where it has been replaced since; true where changes will be told. Without a
   * watch (folder missing, inotify's limit reached) the caller has to look for itself.
   */
  arm(folder: string): boolean {
    let inode: bigint
    try {
      inode = statSync(folder, { bigint: true }).ino
    } catch {
      this.#unwatch(folder)
      return false
    }
    if (this.#watched.get(folder)?.inode === inode) return true
    this.#unwatch(folder)
    return this.#watch(folder, inode)
  }

  close(): void {
    for (const folder of this.#watched.keys()) this.#unwatch(folder)
    this.#hints.clear()
  }

  #watch(folder: string, inode: bigint): boolean {
    try {
      const watcher = watch(folder, (event, name) => {
        // The folder itself was removed or renamed: its successor may have the same inode, so `arm` would not see it.
        const isItself = event === 'rename' && name === basename(folder)
        if (isItself) this.#unwatch(folder)
        this.#changed(folder, isItself ? null : name)
      })
      watcher.on('error', () => this.#unwatch(folder))
      this.#watched.set(folder, { watcher, inode })
      this.#failed.delete(folder)
      // What changed before the watch stood was told to nobody.
      this.#changed(folder, null)
      return true
    } catch (error) {
      if (!this.#failed.has(folder)) this.#tell(notices.watchFailed(folder, codeOf(error) ?? 'unknown'))
      this.#failed.add(folder)
      return false
    }
  }

  #unwatch(folder: string): void {
    this.#watched.get(folder)?.watcher.close()
    this.#watched.delete(folder)
  }

  #changed(folder: string, name: string | null): void {
    const names = this.#hints.get(folder) ?? new Map<string, Set<Hint>>()
    const concerned = name === null ? names.values() : [names.get(name), names.get(ANY)]
    for (const hints of concerned) for (const hint of hints ?? []) hint()
  }
}
