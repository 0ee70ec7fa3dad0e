import { type Entry, project } from '../../../lib/event/entry.ts'
import type { Metadata } from '../../../lib/event/metadata.ts'
import type { Sendable } from '../receiver.ts'

/** What the API gets of a report. */
export interface Projection {
  readonly id: string
  readonly entries: readonly Entry[]
  readonly metadata: Metadata
}

/** What a report is projected with. */
export interface ProjectionParts {
  /** The name of this host, for reports that do not say whose they are. */
  readonly hostname: string
  /** Further fields that the API asked for. */
  readonly fields: readonly string[]
}

/** What the API gets of a report: entries with App::Spoor's keys, and the further fields that it asked for. */
export function projectReport({ id, entries, metadata }: Sendable, { hostname, fields }: ProjectionParts): Projection {
  return { id, entries: entries.map((entry) => project(entry, fields)), metadata: metadata ?? { reporter: hostname } }
}
