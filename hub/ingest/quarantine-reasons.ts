import type { Quarantined } from '../store/store.ts'

/** Why an entry is no event, or not one of its agent. */
export const QUARANTINE_REASONS: readonly Quarantined['reason'][] = ['foreign_host', 'invalid', 'unknown_kind']
