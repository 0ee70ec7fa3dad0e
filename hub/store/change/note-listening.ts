import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import type { Change } from '../store.ts'

/** When some hub on this store began to listen, and when one said last that it does. */
const listening = v.pipe(foreignJson, v.object({ since: v.number(), last: v.number() }))

/** Longer pauses than this, in seconds, are times at which no hub listened, or clocks that were set. */
const LONGEST_PAUSE = 180

/** Notes that a hub listens; returns since when one has listened without a pause, whichever of them. */
export const noteListening: Change<{ now: number }, number> = {
  name: 'note-listening',
  run: async (db, { now }) => {
    const row = await db.selectFrom('judging').select('state').where('name', '=', 'listening').executeTakeFirst()
    const { success, output } = v.safeParse(listening, row?.state ?? '')
    const isSame = success && Math.abs(now - output.last) <= LONGEST_PAUSE
    const since = isSame ? output.since : now
    const state = JSON.stringify({ since, last: now })
    await db
      .insertInto('judging')
      .values({ name: 'listening', arrival: 0, state })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ state }))
      .execute()
    return since
  },
}
