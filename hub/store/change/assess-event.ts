import type { Change } from '../store.ts'
import type { AssessmentTable } from '../tables.ts'

/** Notes what somebody says of an event, in place of what was said before. False if the event is not kept. */
export const assessEvent: Change<AssessmentTable, boolean> = {
  name: 'assess-event',
  run: async (db, assessment) => {
    const { event_time: time, event_id: id, value, who, at } = assessment
    const event = await db
      .selectFrom('event')
      .select('id')
      .where('id', '=', id)
      .where('time', '=', time)
      .executeTakeFirst()
    if (event === undefined) return false
    await db
      .insertInto('assessment')
      .values(assessment)
      .onConflict((conflict) => conflict.columns(['event_id', 'event_time']).doUpdateSet({ value, who, at }))
      .execute()
    return true
  },
}
