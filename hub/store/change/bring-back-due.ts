import type { AlertRule } from '../../alerts/alert-rule.ts'
import { CEILING, COLLECT } from '../post-alert.ts'
import type { Change } from '../store.ts'

/** The longest snooze, and the longest wait for another try: that of `Retry-After`; in seconds. */
const [SNOOZE, TRY] = [90 * 86_400, 86_400]

/**
 * Brings back what a clock that was ahead put off: nothing is due later than it could be, counted from a time that is
 * trusted, in seconds. Returns whether something was.
 */
export const bringBackDue: Change<{ now: number; rules: readonly AlertRule[] }, boolean> = {
  name: 'bring-back-due',
  run: async (db, { now, rules }) => {
    const threads = db.updateTable('alert_thread').returning('incident')
    const found: unknown[] = []
    for (const { name, wait, every, remind = 0 } of rules)
      for (const [state, longest] of Object.entries({ waiting: wait, held_back: every, told: remind })) {
        const query = threads.set({ due: now + longest }).where('due', '>', now + longest)
        found.push(...(await query.where('rule', '=', name).where('state', '=', state).execute()))
      }
    // A snooze may hold it: then it is put off again.
    found.push(...(await threads.set({ due: now }).where('due', '>', now).where('state', '=', 'reopened').execute()))
    found.push(
      ...(await threads
        .set({ due: now })
        .where('due', '>', now + SNOOZE)
        .execute()),
    )
    const deliveries = db.updateTable('delivery').returning('id')
    const tries = deliveries.set({ due: now, released: now }).where('state', '=', 'waiting')
    found.push(...(await tries.where('due', '>', now + TRY).execute()))
    const digests = rules.map(({ name, digest = 0 }) => ({ bundle: `digest ${name}`, longest: digest }))
    for (const { bundle, longest } of [{ bundle: CEILING, longest: COLLECT }, ...digests]) {
      const held = deliveries
        .set({ due: now + longest })
        .where('state', '=', 'held')
        .where('bundle', '=', bundle)
      found.push(...(await held.where('due', '>', now + longest).execute()))
    }
    return found.length > 0
  },
}
