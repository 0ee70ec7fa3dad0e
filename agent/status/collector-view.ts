import { type CollectorSnapshot, collectorSnapshot } from '../snapshots/collector-snapshot.ts'
import type { RoleView } from './role-view.ts'
import { warning } from './warning.ts'

/** The logs that it follows, and why it reads none. */
export const collectorView: RoleView<CollectorSnapshot> = {
  schema: collectorSnapshot,
  shown: (told) => (told?.held === undefined ? {} : { held: told.held }),
  sources: ({ sources }) => sources,
  warnings: ({ collector: { running, held } }) =>
    running && held !== undefined
      ? [warning('error', 'spool_held', `Reading has stopped, the logs are the buffer: ${held}`)]
      : [],
}
