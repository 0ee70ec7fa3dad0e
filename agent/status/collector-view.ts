import * as v from 'valibot'
import type { RoleView } from './role-view.ts'
import { roleSnapshot, sourceSnapshot } from './snapshot.ts'
import { warning } from './warning.ts'

const schema = v.object({
  ...roleSnapshot.entries,
  sources: v.array(sourceSnapshot),
  /** Why reading has stopped, present while it has. */
  held: v.optional(v.string()),
})

/** What the collector tells of itself. */
export type CollectorSnapshot = v.InferOutput<typeof schema>

/** The logs that it follows, and why it reads none. */
export const collectorView: RoleView<CollectorSnapshot> = {
  schema,
  shown: (told) => (told?.held === undefined ? {} : { held: told.held }),
  sources: ({ sources }) => sources,
  warnings: ({ collector: { running, held } }) =>
    running && held !== undefined
      ? [warning('error', 'spool_held', `Reading has stopped, the logs are the buffer: ${held}`)]
      : [],
}
