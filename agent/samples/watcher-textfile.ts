import type { Tell } from '../../lib/notice/notice.ts'
import type { Textfile } from '../../lib/samples/textfile.ts'
import { addCheckMetrics, type ChecksNow } from './check-metrics.ts'
import { type ProcessNow, processRegistry } from './process-metrics.ts'
import { roleTextfile } from './role-textfile.ts'

/** The watcher's file of metrics in the folder that node_exporter reads. */
export function watcherTextfile(folder: string, current: () => ProcessNow & ChecksNow, tell: Tell): Textfile {
  const registry = processRegistry('watcher', current)
  addCheckMetrics(registry, current)
  return roleTextfile(folder, 'watcher', registry, tell)
}
