import type { Tell } from '../../lib/notice/notice.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import type { Config } from '../config/config.ts'
import { wantsTotals } from '../config/receivers/wanted-totals.ts'
import { type SavedCounters, countersFile } from '../spool/positions/saved-counters.ts'
import { idsAfter } from '../spool/recovery.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import { countersOf } from './counters.ts'
import { type CountingParts, type HostedCounter, runCounters } from './counting.ts'
import { counterNotices } from './notices.ts'

/** Milliseconds from one look at counted logs to the next. */
const INTERVAL = 10_000

/** The counters of a start, and what they and the spool know. */
interface Started {
  readonly counters: readonly HostedCounter[]
  readonly saved: SavedCounters | undefined
  /** The ids of what was sealed after that. */
  readonly sealed: ReadonlySet<string>
}

/** What counting needs of the collector. */
interface CollectorParts extends Pick<CountingParts, 'identity' | 'sequence' | 'sources' | 'tell' | 'once' | 'onRead'> {
  readonly config: Config
  readonly folders: SpoolFolders
  /** What was sealed, and is to be heard by rules again: the intake does not seal it again. */
  readonly sealedIds: ReadonlyMap<string, number>
  /** Hears of the counters before they begin. */
  readonly onCounters: (counters: readonly HostedCounter[]) => void
}

/** What all reading shares, with the intake that it leads to. */
type Shared = Pick<CountingParts, 'rateLimit' | 'mounts' | 'intake' | 'signal'>

/** Counting that goes on where the last run saved; undefined where nothing is counted. */
export async function savedCounting(parts: CollectorParts): Promise<((shared: Shared) => Promise<void>) | undefined> {
  const { config, folders, tell, sealedIds, onCounters } = parts
  const { counters, saved, sealed } = await started(config, folders, tell)
  onCounters(counters)
  if (counters.length === 0) return undefined
  const isSealed = (id: string): boolean => sealed.has(id) && !sealedIds.has(id)
  const own = {
    counters,
    saved,
    isSealed,
    wanted: wantsTotals(config),
    clock: systemClock,
    elapsed,
    interval: INTERVAL,
  }
  return (shared) => runCounters({ ...parts, ...shared, ...own, root: folders.root })
}

async function started(config: Config, folders: SpoolFolders, tell: Tell): Promise<Started> {
  const saved = await countersFile.load(folders.root, {
    onUnreadable: (file, reason) => tell(counterNotices.countersUnreadable(file, reason)),
    onUnsaved: (reason) => tell(counterNotices.countersUnsaved(folders.root, reason)),
  })
  const counters = await countersOf(config, (name) => saved?.counters[name])
  // Whoever counts again later does not count what was written in between, nor keep reports for that.
  if (counters.length === 0 && saved !== undefined) await countersFile.remove(folders.root)
  return { counters, saved, sealed: saved === undefined ? new Set() : await idsAfter(saved.sequence, folders) }
}
