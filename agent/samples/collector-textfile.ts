import type { Tell } from '../../lib/notice/notice.ts'
import type { Textfile } from '../../lib/samples/textfile.ts'
import type { Forgotten } from '../collect/forgotten.ts'
import type { IgnoredSnapshot, PlacesSnapshot } from '../snapshots/collector-snapshot.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import { addCollectorMetrics, type CollectorNow } from './collector-metrics.ts'
import { type ProcessNow, processRegistry } from './process-metrics.ts'
import type { ReadCounts } from './read-counts.ts'
import { roleTextfile } from './role-textfile.ts'
import { WaitingReports } from './waiting-reports.ts'

/** What the collector's file of metrics needs. */
export interface CollectorTextfileParts {
  /** The folder that node_exporter reads. */
  readonly folder: string
  readonly spool: SpoolFolders
  /** How many bytes may wait for a receiver. */
  readonly mostBytes: number
  /** The names of all receivers. */
  readonly receivers: readonly string[]
  readonly current: () => ProcessNow & {
    readonly held?: string | undefined
    readonly places: { toJSON(): PlacesSnapshot | undefined }
  }
  readonly sources: () => readonly SourceSnapshot[]
  readonly ignored: () => readonly IgnoredSnapshot[]
  readonly read: ReadCounts
  readonly forgotten: Pick<Forgotten, 'counts'>
  readonly traffic: () => CollectorNow['traffic']
  readonly tell: Tell
}

/** The collector's file of metrics. */
export function collectorTextfile(parts: CollectorTextfileParts): Textfile {
  const { folder, spool, mostBytes, receivers, current, sources, ignored, read, forgotten, traffic, tell } = parts
  const registry = processRegistry('collector', current)
  const now = (): CollectorNow => {
    const { held, notices, places } = current()
    const isUnsaved = places.toJSON()?.problem !== undefined
    const told = { sources: sources(), ignored: ignored(), forgotten: forgotten.counts, traffic: traffic() }
    return { ...told, held, mostBytes, counts: notices.counts, arePlacesUnsaved: isUnsaved }
  }
  const waiting = receivers.map((name) => new WaitingReports(spool, name))
  addCollectorMetrics(registry, now, read, waiting)
  return roleTextfile(folder, 'collector', registry, tell)
}
