import { existsSync } from 'node:fs'
import type { Tell } from '../../lib/notice/notice.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import type { Follower } from '../config/config.ts'
import { readingToEnd } from '../follow/reading-to-end.ts'
import type { SourceParts } from './source.ts'

/** Notices that mean a log is not read. */
const UNREAD: ReadonlySet<string> = new Set([
  'source_unreadable',
  'source_missing',
  'stream_unreadable',
  'too_many_logs',
])

type Parts = Pick<SourceParts, 'follower' | 'tell' | 'signal' | 'wakerOf'>

/** Ends the following of logs once they are read to their end, and remembers which could not be. */
export class ReadOnce {
  readonly #unread = new Set<string>()

  /** The paths that could not be read, or not to their end. */
  get unread(): readonly string[] {
    return [...this.#unread]
  }

  /** Passes on the notices about a log or a pattern, and notes what cannot be read. */
  tellFor({ path, optional }: Pick<Follower, 'path' | 'optional'>, tell: Tell): Tell {
    return (notice) => {
      tell(notice)
      if (notice.code === 'source_readable') this.#unread.delete(path)
      if (UNREAD.has(notice.code) && !(optional && notice.code === 'source_missing')) this.#unread.add(path)
    }
  }

  /** Changes parts so that following a log ends once only new lines are left to wait for. */
  partsFor<P extends Parts>(parts: P): P {
    const { path, optional } = parts.follower
    const { waker, signal } = readingToEnd({
      clock: systemClock,
      isUnread: () => this.#unread.has(path),
      onEnd: (isSettled) => {
        if (!isSettled || (!optional && !existsSync(path))) this.#unread.add(path)
      },
    })
    return {
      ...parts,
      tell: this.tellFor(parts.follower, parts.tell),
      wakerOf: () => waker,
      signal: eitherSignal(parts.signal, signal),
    }
  }
}
