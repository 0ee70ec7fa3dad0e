import type { Change } from '../store.ts'

/** Notes the time of a clock that is believed, in seconds. */
export const noteTime: Change<{ now: number }, null> = {
  name: 'note-time',
  run: async (db, { now }) => {
    await db
      .insertInto('counter')
      .values({ name: 'clock', value: now })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: now }))
      .execute()
    return null
  },
}
