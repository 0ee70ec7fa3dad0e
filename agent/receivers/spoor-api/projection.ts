import { type Entry, project } from '../../../lib/event/entry.ts'
import type { Metadata } from '../../../lib/event/metadata.ts'
import { reportId } from '../../spool/reports/report-file.ts'
import type { Sendable } from '../receiver.ts'

/** What the API gets of a report's entries. */
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
  /** Whether it gets an event. */
  readonly wants: (entry: Entry) => boolean
}

/**
 * What the API gets of a report: the entries that it wants, with App::Spoor's keys and the further fields that it asked
 * for; undefined if it wants none.
 */
export function projectReport(
  { id, entries, metadata }: Sendable,
  { hostname, fields, wants }: ProjectionParts,
): Projection | undefined {
  const wanted = entries.filter(wants)
  if (wanted.length === 0) return undefined
  return {
    id: wanted.length === entries.length ? id : reportId(wanted),
    entries: wanted.map((entry) => project(entry, fields)),
    metadata: metadata ?? { reporter: hostname },
  }
}
