import type { Tell } from '../../lib/notice/notice.ts'
import type { Follower } from '../config/config.ts'

/** What is told of a log: that an optional one is missing is information, no warning. */
export function toldOfLog({ optional }: Pick<Follower, 'optional'>, tell: Tell): Tell {
  if (!optional) return tell
  return (notice) => tell(notice.code === 'source_missing' ? { ...notice, severity: 'info' } : notice)
}
