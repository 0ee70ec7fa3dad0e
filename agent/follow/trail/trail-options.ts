import type { Tell } from '../../../lib/notice/notice.ts'
import type { Mounts } from '../../../lib/system/files/mounts.ts'
import type { LogPlace } from '../search/copies.ts'
import type { Clocks } from './segment.ts'
import type { Siblings } from './siblings.ts'

/** What a trail needs to know of its source. */
export interface TrailOptions extends LogPlace, Clocks {
  readonly source: string
  /** Whether the path is one of many that a pattern matches: then a file that is gone is not expected to come back. */
  readonly isOneOfMany: boolean
  /** Where to start in a file that exists when the source is new. */
  readonly start: 'end' | 'beginning'
  /** The other logs that the pattern matches. */
  readonly siblings?: Siblings
  readonly mounts?: Pick<Mounts, 'rootOf'>
  readonly tell: Tell
  /** Ends a search. */
  readonly signal?: AbortSignal
}
