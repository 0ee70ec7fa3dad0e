import { noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'
import type { AssessmentTable } from '../tables.ts'

/** What somebody says of an event, and from where; null takes back what was said. */
export interface NewAssessment extends Omit<AssessmentTable, 'agent' | 'value'> {
  readonly value: string | null
  readonly address: string
}

/** Notes what somebody says of an event, in place of what was said before. False if the event is not kept. */
export const assessEvent: Change<NewAssessment, boolean> = {
  name: 'assess-event',
  run: async (db, { address, value, ...assessment }) => {
    const { event_time: time, event_id: id, who, at } = assessment
    const event = await db
      .selectFrom('event')
      .select('agent')
      .where('id', '=', id)
      .where('time', '=', time)
      .executeTakeFirst()
    if (event === undefined) return false
    if (value === null)
      await db.deleteFrom('assessment').where('event_id', '=', id).where('event_time', '=', time).execute()
    else
      await db
        .insertInto('assessment')
        .values({ ...assessment, value, agent: event.agent })
        .onConflict((conflict) => conflict.columns(['event_id', 'event_time']).doUpdateSet({ value, who, at }))
        .execute()
    const detail = value ?? 'taken back'
    await noteAudit(db, { at, actor: who, address, action: 'event_assessed', target: `${time}.${id}`, detail })
    return true
  },
}
