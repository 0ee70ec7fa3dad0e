import type { Tell } from '../../lib/notice/notice.ts'
import type { Textfile } from '../../lib/samples/textfile.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import type { Removed } from '../spool/upkeep/retention.ts'
import { type ProcessNow, processRegistry } from './process-metrics.ts'
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
  readonly current: () => ProcessNow & { readonly removed?: Removed; readonly switchedOff: readonly string[] }
  readonly deliveries: readonly DeliveryNow[]
  readonly tell: Tell
}

/** The transmitter's file of metrics. */
export function transmitterTextfile(parts: TransmitterTextfileParts): Textfile {
  const { folder, spool, receivers, current, deliveries, tell } = parts
  const registry = processRegistry('transmitter', current)
  const waiting = receivers.map((name) => new WaitingReports(spool, name))
  addTransmitterMetrics(registry, deliveries, current, waiting)
  return roleTextfile(folder, 'transmitter', registry, tell)
}
