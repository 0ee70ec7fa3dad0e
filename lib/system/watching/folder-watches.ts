import { readFileSync } from 'node:fs'
import { type Hint, type WatchFailure, WatchedFolder } from './watched-folder.ts'

/**
 * Interval, in milliseconds, of looks without a hint: a watch on a folder does not report that a folder above it was
 * replaced. Each round takes 0.5 ms of processor time, because an idle process finds its caches cold.
 */
const SAFETY_INTERVAL = 15_000

/**
 * Number of paths to look at in each round, and the smallest share of all: a thousand idle logs cost next to nothing.
 */
const SAFETY_SHARE = { least: 100, part: 1 / 10 }

/** Poll interval for folders without a working watch, in milliseconds. */
const POLL_INTERVAL = 1000

/** The watched folders, and one timer for all paths that must be looked at without a hint. */
export class FolderWatches {
  readonly #onFailure: WatchFailure
  readonly #folders = new Map<string, WatchedFolder>()
  /** Folders without a working watch. */
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
   * Calls `hint` when `name` in `folder` changes (undefined: when any name appears or disappears), and at least every
   * 15 s, or every 150 s if there are many paths; every second if the folder cannot be watched or other machines write
   * to it.
   */
  add(folder: string, name: string | undefined, hint: Hint): void {
    const watched = this.#folders.get(folder) ?? this.#create(folder)
    watched.add(name, hint)
    this.#waiting += 1
    this.#arm(watched)
    this.#safety ??= setInterval(() => this.#lookAround(), SAFETY_INTERVAL)
  }

  /** Undoes `add`; the watch ends with the folder's last hint. */
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
   * Node does not report an overflow of inotify's queue. But a full queue is read in one turn of the event loop, and
   * after that many events in one turn some may be missing.
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

/** Length of inotify's queue, in events; the kernel's default if it cannot be read. */
function queueLength(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'))
  } catch {
    return 16_384
  }
}
