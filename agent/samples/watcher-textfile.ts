import type { Tell } from '../../lib/notice/notice.ts'
import type { Textfile } from '../../lib/samples/textfile.ts'
import type { RoleSnapshot } from '../snapshots/snapshot.ts'
import type { ShownCheck } from '../snapshots/watcher-snapshot.ts'
import { addCheckMetrics } from './check-metrics.ts'
import { processRegistry } from './process-metrics.ts'
import { roleTextfile } from './role-textfile.ts'

/** The watcher's file of metrics in the folder that node_exporter reads. */
export function watcherTextfile(
  folder: string,
  current: () => Pick<RoleSnapshot, 'startedAt' | 'notices'> & { readonly checks: readonly ShownCheck[] },
  tell: Tell,
): Textfile {
  const registry = processRegistry('watcher', current)
  addCheckMetrics(registry, () => current().checks)
  return roleTextfile(folder, 'watcher', registry, tell)
}
