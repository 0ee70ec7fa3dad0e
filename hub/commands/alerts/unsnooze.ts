import { ActionNeeded } from '../../../lib/system/errors.ts'
import { endSnooze } from '../../store/change/end-snooze.ts'
import type { StoreAction } from '../store-action.ts'
import { typedCount } from './typed-count.ts'

/** Ends a snooze early. */
export const unsnooze: StoreAction = {
  usage: 'unsnooze <id>',
  summary: 'End a snooze early: what it held back is told, if it is still open.',
  options: ['--config'],
  run: async ({ store, now, words: [typed], by, io: { stdout } }) => {
    const id = typedCount('snooze', typed)
    if (!(await store.change(endSnooze, { id, now, by })))
      throw new ActionNeeded(`There is no snooze ${id} in force; see: spoor-hub alerts snoozes`)
    stdout.write(`snooze ${id}: ended.\n`)
  },
}
