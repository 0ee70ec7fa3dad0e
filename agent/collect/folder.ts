import { statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { realPath } from '../../lib/system/files/real-path.ts'
import type { ClosableWaker } from '../../lib/system/watching/waker.ts'
import { MOST_LOGS, matchesPattern } from '../follow/discover.ts'
import { Siblings } from '../follow/trail/siblings.ts'
import type { SourceStates } from '../snapshots/source-states.ts'
import { FolderLook } from './folder-look.ts'
import type { ReadOnce } from './read-once.ts'
import type { SourceParts } from './source.ts'

/** What collecting from one log of a folder gets. */
export interface LogOfFolder extends Pick<SourceParts, 'follower' | 'tell' | 'wakerOf' | 'signal'> {
  readonly isOneOfMany: true
  readonly siblings: Siblings
  /** To be called once the log has been examined and, if it is readable, its position noted. */
  readonly onArrival: () => void
}

/** What collecting from all logs of a folder needs. */
export interface FolderParts extends Pick<SourceParts, 'follower' | 'checkpoints' | 'tell' | 'signal'> {
  /** Makes a waker for changes to a path, or with `contents` to the names in a folder. */
  readonly wakerOf: (path: string, options?: { readonly contents: boolean }) => ClosableWaker
  readonly sources: Pick<SourceStates, 'set' | 'delete'>
  /** Present if the existing logs are read to their end once, without waiting for more. */
  readonly once?: ReadOnce | undefined
  /** Collects from one log until its signal is aborted, or it is gone and read to its end. */
  readonly collect: (log: LogOfFolder) => Promise<void>
}

/** The pause between two listings of a folder: `least` milliseconds, or `looks` times what the last listing took. */
const LOOK_REST = { least: 200, looks: 10 }

/** How many logs are started in a row before others get their turn. */
const BEGUN_IN_A_ROW = 64

/**
 * Follows every log that matches the follower's pattern, at most MOST_LOGS, and those that appear later, each as a
 * source of its own until it is gone and read to its end. Ends when the signal is aborted or one of them hits a bug;
 * with `once` when all are read.
 */
export async function collectFolder(parts: FolderParts): Promise<void> {
  const { follower, checkpoints, wakerOf } = parts
  const { source, path: pattern, excludes } = follower
  const waker = wakerOf(dirname(pattern), { contents: true })
  // Another log may already be at the path of one that ended.
  const logs = new Logs(parts, () => waker.hint())
  const { signal } = logs
  // A log of an earlier run may be gone by now; its unread part may be in a copy.
  const isLog = (path: string): boolean => matchesPattern(pattern, path) && excludes?.test(basename(path)) !== true
  const saved = checkpoints.pathsOf(source).filter((path) => path !== pattern && isLog(path))
  void (await logs.beginAll(saved.slice(0, logs.room)))
  const look = new FolderLook(parts)
  while (!signal.aborted) {
    const began = elapsed()
    const arrivals = await logs.beginAll(await look.find((path) => logs.has(path), logs.room))
    const ended = elapsed()
    if (checkpoints.of(source, pattern) === undefined && !signal.aborted) {
      // Whatever appears from now on is new. Saved only once all present logs have positions: otherwise a crash in
      // between would have a log that was there all along read from its beginning.
      await Promise.all(arrivals)
      checkpoints.advance(source, pattern, { files: [] })
      await checkpoints.save()
    }
    if (parts.once !== undefined) break
    await waker.wake(signal)
    const rest = Math.max(LOOK_REST.least, LOOK_REST.looks * (ended - began)) - (elapsed() - ended)
    if (rest > 0) await systemClock.sleep(rest, signal)
  }
  waker.close()
  await logs.ended()
}

/** The logs being followed. */
class Logs {
  /** Aborted with the program's signal, and when one log hits a bug: that ends them all. */
  readonly signal: AbortSignal
  readonly #parts: FolderParts
  /** For each path a promise that resolves when its log has ended. */
  readonly #logs = new Map<string, Promise<void>>()
  readonly #failure = new AbortController()
  readonly #bugs: unknown[] = []
  readonly #onEnd: () => void
  readonly #siblings: Siblings
  /** For each device and inode the path at which the log was started. */
  readonly #files = new Map<string, string>()

  constructor(parts: FolderParts, onEnd: () => void) {
    this.#parts = parts
    this.#onEnd = onEnd
    this.#siblings = new Siblings(parts.follower.path)
    this.signal = eitherSignal(parts.signal, this.#failure.signal)
  }

  /** How many more may be followed. */
  get room(): number {
    return Math.max(0, MOST_LOGS - this.#logs.size)
  }

  has(path: string): boolean {
    return this.#logs.has(path)
  }

  /** Starts following logs; returns a promise for each that resolves when its position is saved or it has ended. */
  async beginAll(paths: readonly string[]): Promise<readonly Promise<void>[]> {
    const arrivals: Promise<void>[] = []
    for (const path of paths) {
      if (this.signal.aborted) break
      if (this.#isOtherName(path)) continue
      arrivals.push(this.#begin(path))
      if (arrivals.length % BEGUN_IN_A_ROW === 0) await setImmediate()
    }
    return arrivals
  }

  /** Resolves when all have ended; rejects if one hit a bug. */
  async ended(): Promise<void> {
    await Promise.all(this.#logs.values())
    if (this.#bugs.length > 0) throw this.#bugs[0]
  }

  /** Whether a path is another name of a log already followed. */
  #isOtherName(path: string): boolean {
    const file = fileAt(path)
    if (file === undefined) return false
    const known = this.#files.get(file)
    if (known !== undefined && known !== path && this.has(known) && fileAt(known) === file) return true
    const real = realPath(path)
    if (real !== path && this.has(real)) return true
    this.#files.set(file, path)
    return false
  }

  #begin(path: string): Promise<void> {
    const { promise: succession, resolve } = Promise.withResolvers<void>()
    const { follower, checkpoints } = this.#parts
    // A position of an earlier run is already saved, and is not news if nothing was written since.
    if (checkpoints.of(follower.source, path) !== undefined) resolve()
    this.#logs.set(path, this.#collect(path, resolve))
    return succession
  }

  /** No function waits for each log to end: there are thousands, and what waits takes memory. */
  #collect(path: string, onArrival: () => void): Promise<void> {
    const { collect } = this.#parts
    const one = this.#logAt(path)
    return collect({ ...one, isOneOfMany: true, siblings: this.#siblings, onArrival })
      .then(
        () => one.signal.aborted || this.#forget(path),
        (bug: unknown) => this.#fail(bug),
      )
      .then(() => this.#end(path, onArrival))
  }

  #logAt(path: string): Pick<LogOfFolder, 'follower' | 'tell' | 'wakerOf' | 'signal'> {
    const { follower, checkpoints, tell, wakerOf, once } = this.#parts
    const { source, path: pattern } = follower
    const isNew = checkpoints.of(source, path) === undefined && checkpoints.of(source, pattern) !== undefined
    // It was not there at the last listing, so it is read from its beginning.
    if (isNew) checkpoints.advance(source, path, { files: [] })
    const one = { tell, wakerOf, signal: this.signal, follower: { ...follower, path } }
    // One that disappears meanwhile is not missing: the pattern names none.
    return once?.partsFor({ ...one, follower: { ...one.follower, optional: true } }) ?? one
  }

  /** It is gone, and read to its end. */
  #forget(path: string): void {
    const { follower, checkpoints, sources } = this.#parts
    checkpoints.forget(follower.source, path)
    sources.delete({ source: follower.source, path })
  }

  #fail(bug: unknown): void {
    this.#bugs.push(bug)
    this.#failure.abort()
  }

  #end(path: string, onArrival: () => void): void {
    // With `once` it stays known, so that it is not started again.
    if (this.#parts.once === undefined) this.#logs.delete(path)
    for (const [file, known] of this.#files) if (known === path) this.#files.delete(file)
    onArrival()
    this.#onEnd()
  }
}

/** Device and inode of the file at a path; undefined if it cannot be examined. */
function fileAt(path: string): string | undefined {
  const { dev, ino } = statSync(path, { throwIfNoEntry: false, bigint: true }) ?? {}
  return dev === undefined ? undefined : `${dev}:${ino}`
}
