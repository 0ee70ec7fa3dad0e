import { dirname } from 'node:path'
import { discover, fits } from '../follow/discover.ts'
import { notices } from '../notice.ts'
import type { SourceStates } from '../status/source-states.ts'
import { codeOf } from '../system/errors.ts'
import type { ClosableWaker } from '../system/waker.ts'
import { type SourceParts, collectSource } from './source.ts'

/** What collecting from all logs of a folder works with. */
export interface FolderParts extends Omit<SourceParts, 'isOneOfMany' | 'onArrival'> {
  /** Makes what wakes when a path, or with `contents` a name in a folder, changes. */
  readonly wakerOf: (path: string, options?: { readonly contents: boolean }) => ClosableWaker
  readonly sources: Pick<SourceStates, 'set' | 'delete'>
}

/**
 * Follows every log that the follower's pattern means, and those that come later, each as a source of its own until it is gone and
 * read to its end. Ends when the signal is aborted, or with the first bug of any of them.
 */
export async function collectFolder(parts: FolderParts): Promise<void> {
  const { follower, checkpoints, wakerOf } = parts
  const { source, path: pattern } = follower
  const waker = wakerOf(dirname(pattern), { contents: true })
  // At the path of a log that ended there may be another by now.
  const logs = new Logs(parts, () => waker.hint())
  const { signal } = logs
  // A log of a former run may be gone by now; what was unread of it may stand in a copy.
  const saved = checkpoints.pathsOf(source).filter((path) => path !== pattern && fits(pattern, path))
  for (const path of saved) void logs.begin(path)
  const look = createLook(parts)
  while (!signal.aborted) {
    const arrivals = look().map((path) => logs.begin(path))
    if (checkpoints.of(source, pattern) === undefined) {
      // From now on what appears is new. Noted when all of today have their positions: were it noted before and these lost, a log
      // that was there all the time would be read from its beginning.
      await Promise.all(arrivals)
      checkpoints.advance(source, pattern, { files: [] })
      await checkpoints.save()
    }
    await waker.wake(signal)
  }
  waker.close()
  await logs.ended()
}

/** The function that finds the logs that are there, and says what keeps it from finding any. */
function createLook({ follower: { source, path: pattern }, tell }: FolderParts): () => readonly string[] {
  let problem: string | undefined = ''
  return () => {
    const before = problem
    let found: readonly string[] = []
    try {
      found = discover(pattern)
      problem = found.length === 0 ? 'missing' : undefined
    } catch (error) {
      problem = codeOf(error)
      if (problem === undefined) throw error
    }
    if (problem === before || problem === undefined) return found
    tell(
      problem === 'missing'
        ? notices.sourceMissing(source, pattern)
        : notices.sourceUnreadable(source, pattern, problem),
    )
    return found
  }
}

/** The logs that are followed now. */
class Logs {
  /** Aborted with the program's, and where one of them has a bug: that ends them all. */
  readonly signal: AbortSignal
  readonly #parts: FolderParts
  readonly #logs = new Map<string, { readonly arrival: Promise<void>; readonly end: Promise<void> }>()
  readonly #failure = new AbortController()
  readonly #bugs: unknown[] = []
  readonly #onEnd: () => void

  constructor(parts: FolderParts, onEnd: () => void) {
    this.#parts = parts
    this.#onEnd = onEnd
    this.signal = AbortSignal.any([parts.signal, this.#failure.signal])
  }

  /** Follows a log unless it is followed; resolves when its position is noted, or it has ended. */
  begin(path: string): Promise<void> {
    const known = this.#logs.get(path)
    if (known !== undefined) return known.arrival
    const { promise: arrival, resolve } = Promise.withResolvers<void>()
    const { follower, checkpoints } = this.#parts
    // That of a former run stands there already, and is no news where nothing has been written since.
    if (checkpoints.of(follower.source, path) !== undefined) resolve()
    this.#logs.set(path, { arrival, end: this.#collect(path, resolve) })
    return arrival
  }

  /** Resolves when all have ended; rejects where one had a bug. */
  async ended(): Promise<void> {
    await Promise.all([...this.#logs.values()].map(({ end }) => end))
    if (this.#bugs.length > 0) throw this.#bugs[0]
  }

  async #collect(path: string, onArrival: () => void): Promise<void> {
    try {
      await this.#collectOne(path, onArrival)
    } catch (error) {
      this.#bugs.push(error)
      this.#failure.abort()
    }
    this.#logs.delete(path)
    onArrival()
    this.#onEnd()
  }

  async #collectOne(path: string, onArrival: () => void): Promise<void> {
    const { signal } = this
    const { follower, checkpoints, sources } = this.#parts
    const { source, path: pattern } = follower
    const isNew = checkpoints.of(source, path) === undefined && checkpoints.of(source, pattern) !== undefined
    // Nothing was there when the folder was last looked at, so it is read from its beginning.
    if (isNew) checkpoints.advance(source, path, { files: [] })
    await collectSource({ ...this.#parts, signal, follower: { ...follower, path }, isOneOfMany: true, onArrival })
    if (signal.aborted) return
    checkpoints.forget(source, path)
    sources.delete({ source, path })
  }
}
