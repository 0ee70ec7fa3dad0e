import type { Kysely, Selectable } from 'kysely'
import { type AlertThread, THREAD_STATES } from '../alerts/alert-thread.ts'
import type { AlertThreadTable } from './alert-tables.ts'
import { severityNumber, severityWord } from './number-words.ts'
import type { Tables } from './tables.ts'

/** A thread as the state machine takes it. */
export function threadOfRow(row: Selectable<AlertThreadTable>): AlertThread {
  const { due, told, told_revision: toldRevision, told_severity: severity, acknowledged, acknowledged_by } = row
  return {
    state: THREAD_STATES.find((state) => state === row.state) ?? 'ended',
    due,
    told,
    toldRevision,
    toldSeverity: severity === null ? null : severityWord(severity),
    acknowledged,
    acknowledgedBy: acknowledged_by,
  }
}

/** Keeps where a rule stands with an incident. */
export async function keepThread(
  db: Kysely<Tables>,
  incident: number,
  rule: string,
  thread: AlertThread,
): Promise<void> {
  const { state, due, told, toldRevision, toldSeverity, acknowledged, acknowledgedBy } = thread
  const kept = {
    state,
    due,
    told,
    told_revision: toldRevision,
    told_severity: toldSeverity === null ? null : severityNumber(toldSeverity),
    acknowledged,
    acknowledged_by: acknowledgedBy,
  }
  await db
    .insertInto('alert_thread')
    .values({ incident, rule, ...kept })
    .onConflict((conflict) => conflict.columns(['incident', 'rule']).doUpdateSet(kept))
    .execute()
}
