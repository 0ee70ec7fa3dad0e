import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { SNOOZABLE } from '../../alerts/snooze.ts'
import { snoozedName, snoozeFault } from '../../alerts/wanted-snooze.ts'
import { addSnooze } from '../../store/change/add-snooze.ts'
import { typedChoice } from '../people/typed-choice.ts'
import { type StoreAction, typedSeconds, typedText } from '../store-action.ts'

/** Snoozes something. */
export const snoozeSomething: StoreAction = {
  usage: 'snooze <what> <which>',
  summary: `Have something not told for a while: ${SNOOZABLE.join(', ')}; what is still open then is told.`,
  options: ['--config', '--for', '--reason'],
  run: async ({ store, now, words: [typed = '', name = ''], options, by, io: { stdout } }) => {
    const what = typedChoice('thing to snooze', SNOOZABLE, typed)
    const wanted = { what, which: snoozedName({ what, which: name }), until: now + typedSeconds(options, 'for', '4h') }
    const fault = snoozeFault(wanted, now)
    if (fault !== undefined) throw new ActionNeeded(`alerts snooze: ${fault}`, EXIT.usage)
    const reason = plainText(typedText(options, 'reason', '')).slice(0, 500)
    const id = await store.change(addSnooze, { ...wanted, reason, now, by })
    stdout.write(plainText(`snooze ${id}: ${what} ${wanted.which} until ${utc(wanted.until * 1000)}.`).concat('\n'))
  },
}
