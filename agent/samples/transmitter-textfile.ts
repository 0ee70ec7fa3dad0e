import type { Tell } from '../../lib/notice/notice.ts'
import type { Textfile } from '../../lib/samples/textfile.ts'
import type { RoleSnapshot } from '../snapshots/snapshot.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import type { Removed } from '../spool/upkeep/retention.ts'
import { processRegistry } from './process-metrics.ts'
import { roleTextfile } from './role-textfile.ts'
import { addTransmitterMetrics, type DeliveryNow } from './transmitter-metrics.ts'
import { WaitingReports } from './waiting-reports.ts'

/** What the transmitter's file of metrics needs. */
export interface TransmitterTextfileParts {
  /** The folder that node_exporter reads. */
  readonly folder: string
  readonly spool: SpoolFolders
  /** The names of all receivers. */
  readonly receivers: readonly string[]
  readonly current: () => Pick<RoleSnapshot, 'startedAt' | 'notices'> & { readonly removed?: Removed }
  readonly deliveries: readonly DeliveryNow[]
  readonly tell: Tell
}

/** The transmitter's file of metrics. */
export function transmitterTextfile(parts: TransmitterTextfileParts): Textfile {
  const { folder, spool, receivers, current, deliveries, tell } = parts
  const registry = processRegistry('transmitter', current)
  const waiting = receivers.map((name) => new WaitingReports(spool, name))
  addTransmitterMetrics(registry, deliveries, () => current().removed, waiting)
  return roleTextfile(folder, 'transmitter', registry, tell)
}
