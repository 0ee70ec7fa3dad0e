import type { KeptForwarding } from '../forwarding-table.ts'
import type { Question } from '../store.ts'

/** How far each server of syslog is, by name. */
export const everyForwarding: Question<null, readonly KeptForwarding[]> = {
  name: 'every-forwarding',
  run: (db) => db.selectFrom('forwarding').selectAll().orderBy('name').execute(),
}
