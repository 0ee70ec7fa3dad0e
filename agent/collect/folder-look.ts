import { codeOf } from '../../lib/system/errors.ts'
import { discover } from '../follow/discover.ts'
import { sourceNotices } from '../follow/notices.ts'
import type { SourceStates } from '../snapshots/source-states.ts'
import type { SourceParts } from './source.ts'

/** What finding the logs of a pattern needs. */
interface FolderLookParts extends Pick<SourceParts, 'follower' | 'tell' | 'signal'> {
  readonly sources: Pick<SourceStates, 'set' | 'delete'>
}

/** Finds the logs that match a pattern; gives one notice when there are none, too many, or the folder is unreadable. */
export class FolderLook {
  readonly #parts: FolderLookParts
  /** `missing`, `crowded`, or the system's code. */
  #problem: string | undefined

  constructor(parts: FolderLookParts) {
    this.#parts = parts
  }

  /** The paths of unknown logs that exist now, by name; at most `room` of them. */
  async find(isKnown: (path: string) => boolean, room: number): Promise<readonly string[]> {
    const { follower, signal } = this.#parts
    try {
      const { paths, count, unknown } = await discover(follower.path, { isKnown, excludes: follower.excludes, signal })
      if (signal.aborted) return []
      this.#note(count === 0 ? 'missing' : unknown > room ? 'crowded' : undefined, count)
      return paths.slice(0, room)
    } catch (error) {
      const code = codeOf(error)
      if (code === undefined) throw error
      this.#note(code)
      return []
    }
  }

  #note(problem: string | undefined, count = 0): void {
    const { follower, tell, sources } = this.#parts
    const { source, path } = follower
    if (problem === this.#problem) return
    if (this.#problem === 'crowded') sources.delete({ source, path })
    this.#problem = problem
    if (problem === undefined) return
    if (problem === 'missing') return tell(sourceNotices.sourceMissing(source, path))
    if (problem !== 'crowded') return tell(sourceNotices.sourceUnreadable(source, path, problem))
    tell(sourceNotices.tooManyLogs(source, path, count))
    const counts = { lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
    sources.set({ source, path, ...counts, problem: `matches ${count} files, and not all of them are followed` })
  }
}
