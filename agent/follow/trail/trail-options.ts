import type { Tell } from '../../../lib/notice/notice.ts'
import type { Mounts } from '../../../lib/system/files/mounts.ts'
import type { LogPlace } from '../search/copies.ts'
import type { Clocks } from './segment.ts'
import type { Siblings } from './siblings.ts'

/** What a trail needs to know of its source. */
export interface TrailOptions extends LogPlace, Clocks {
  readonly source: string
  /** A file that goes does not count as one that may come again: it is given up when it is read. */
  readonly isOneOfMany: boolean
  /** Where to begin a file that exists when the source is seen for the first time. */
  readonly start: 'end' | 'beginning'
  /** The other logs of its folder that the same pattern means. */
  readonly siblings?: Siblings
  readonly mounts?: Pick<Mounts, 'rootOf'>
  readonly tell: Tell
  /** Ends a search. */
  readonly signal?: AbortSignal
}
