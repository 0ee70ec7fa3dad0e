import { sql } from 'kysely'
import type { KeptForwarding } from '../forwarding-table.ts'
import type { Change } from '../store.ts'

/** Where a server of syslog is; one with a new name begins with what comes from now on. */
export const beginForwarding: Change<string, KeptForwarding> = {
  name: 'begin-forwarding',
  run: async (db, name) => {
    const newest = await db.selectFrom('counter').select('value').where('name', '=', 'arrival').executeTakeFirst()
    const { change } = await db
      .selectFrom('incident_change')
      .select(sql<number>`coalesce(max(id), 0)`.as('change'))
      .executeTakeFirstOrThrow()
    await db
      .insertInto('forwarding')
      .values({
        name,
        arrival: newest?.value ?? 0,
        incident_change: change,
        sent: 0,
        sent_at: null,
        missed: 0,
        fault: null,
        fault_since: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return db.selectFrom('forwarding').selectAll().where('name', '=', name).executeTakeFirstOrThrow()
  },
}
