import { type RawBuilder, sql } from 'kysely'

/** The condition that a row of `credential` counts at a time. */
export function countsAt(now: number): RawBuilder<boolean> {
  return sql<boolean>`(credential.revoked is null or credential.revoked > ${now})`
}
