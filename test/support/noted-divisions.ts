import type { Divisions } from '../../agent/spool/outbox/divisions.ts'

/** Divisions kept in memory, which outlive a transmitter as those on disk do. */
export function notedDivisions(): Pick<Divisions, 'of' | 'note'> {
  const refused = new Map<string, Set<string>>()
  return {
    of: async (report) => new Set(refused.get(report)),
    note: async (report, part) => void refused.set(report, (refused.get(report) ?? new Set()).add(part)),
  }
}
