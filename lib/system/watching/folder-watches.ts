import { readFileSync } from 'node:fs'
import { type Hint, type WatchFailure, WatchedFolder } from './watched-folder.ts'

/**
 * How often to look without a hint, in milliseconds: a watch on a folder says nothing of a folder above that is
 * replaced. Each time takes 0.5 ms of processor time, for what a process that rested finds in no cache.
 */
const SAFETY_INTERVAL = 15_000

/** So many are told to look each time, and at least so large a part of all: a thousand logs that rest are no work. */
const SAFETY_SHARE = { least: 100, part: 1 / 10 }

/** How often to look where nothing hints, in milliseconds. */
const POLL_INTERVAL = 1000

/** The folders that are watched for changes, and the one clock for all that have to look without a hint. */
export class FolderWatches {
  readonly #onFailure: WatchFailure
  readonly #folders = new Map<string, WatchedFolder>()
  /** Those where nothing hints. */
  readonly #polled = new Set<WatchedFolder>()
  readonly #burstLimit = queueLength() / 2
  #burst = 0
  #waiting = 0
  #round: Iterator<Hint, void, void> = this.#everybody()
  #safety: NodeJS.Timeout | undefined
  #poll: NodeJS.Timeout | undefined

  constructor(onFailure: WatchFailure) {
    this.#onFailure = onFailure
  }

  /**
   * Calls `hint` when `name` in `folder` changes (undefined: when any name comes or goes), at least once within 15 s,
   * or 150 s where there are many, and each second where the folder cannot be watched or is written to by others.
   */
  add(folder: string, name: string | undefined, hint: Hint): void {
    const watched = this.#folders.get(folder) ?? this.#create(folder)
    watched.add(name, hint)
    this.#waiting += 1
    this.#arm(watched)
    this.#safety ??= setInterval(() => this.#lookAround(), SAFETY_INTERVAL)
  }

  /** Undoes `add`; the folder's watch goes with its last hint. */
  remove(folder: string, name: string | undefined, hint: Hint): void {
    const watched = this.#folders.get(folder)
    if (watched === undefined) return
    watched.remove(name, hint)
    this.#waiting -= 1
    if (!watched.isIdle) return
    this.#folders.delete(folder)
    this.#letGo(watched)
    if (this.#folders.size === 0) this.close()
  }

  close(): void {
    for (const watched of this.#folders.values()) this.#letGo(watched)
    this.#folders.clear()
    clearInterval(this.#safety)
    this.#safety = undefined
  }

  #create(folder: string): WatchedFolder {
    const watched = new WatchedFolder(folder, {
      onEvent: () => this.#note(),
      onGone: () => this.#arm(watched),
      onFailure: this.#onFailure,
    })
    this.#folders.set(folder, watched)
    return watched
  }

  #letGo(watched: WatchedFolder): void {
    watched.close()
    this.#polled.delete(watched)
    this.#stopPolling()
  }

  #arm(watched: WatchedFolder): void {
    if (watched.arm()) {
      this.#polled.delete(watched)
      this.#stopPolling()
    } else {
      this.#polled.add(watched)
      this.#poll ??= setInterval(() => this.#lookWhereNothingHints(), POLL_INTERVAL)
    }
  }

  #stopPolling(): void {
    if (this.#polled.size > 0) return
    clearInterval(this.#poll)
    this.#poll = undefined
  }

  #lookWhereNothingHints(): void {
    for (const watched of this.#polled) {
      for (const hint of watched.hints()) hint('unknown')
      this.#arm(watched)
    }
  }

  #lookAround(): void {
    for (const watched of this.#folders.values()) this.#arm(watched)
    for (let left = Math.max(SAFETY_SHARE.least, this.#waiting * SAFETY_SHARE.part); left > 0; left -= 1) {
      const next = this.#round.next()
      if (next.done === true) {
        this.#round = this.#everybody()
        return
      }
      next.value('unknown')
    }
  }

  *#everybody(): Generator<Hint, void, void> {
    for (const watched of this.#folders.values()) yield* watched.hints()
  }

  /**
   * Node does not say when inotify's queue has overflowed; but a queue that was full is read in one turn of the event
   * loop, and from so many events in one turn nobody knows what was among them.
   */
  #note(): void {
    this.#burst += 1
    if (this.#burst > 1) return
    setImmediate(() => {
      const isOverflow = this.#burst >= this.#burstLimit
      this.#burst = 0
      if (isOverflow) for (const hint of this.#everybody()) hint('unknown')
    })
  }
}

/** How many events inotify keeps; its usual number where the kernel does not tell. */
function queueLength(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'))
  } catch {
    return 16_384
  }
}
