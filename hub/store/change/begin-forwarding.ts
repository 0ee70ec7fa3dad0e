import type { KeptForwarding } from '../forwarding-table.ts'
import type { Change } from '../store.ts'

/** Where a server of syslog is; one with a new name begins with what comes from now on. */
export const beginForwarding: Change<string, KeptForwarding> = {
  name: 'begin-forwarding',
  run: async (db, name) => {
    const counters = await db.selectFrom('counter').selectAll().execute()
    const newest = new Map(counters.map((counter) => [counter.name, counter.value]))
    await db
      .insertInto('forwarding')
      .values({
        name,
        arrival: newest.get('arrival') ?? 0,
        incident_change: newest.get('incident_change') ?? 0,
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
