import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { SNOOZABLE } from '../../alerts/snooze.ts'
import { SNOOZED_KINDS, snoozedKinds, snoozedName, snoozeFault } from '../../alerts/wanted-snooze.ts'
import { alertRulesOf } from '../../config/alerts/alert-settings.ts'
import { addSnooze } from '../../store/change/add-snooze.ts'
import { typedChoice } from '../people/typed-choice.ts'
import { type StoreAction, typedSeconds, typedText } from '../store-action.ts'

/** Snoozes something. */
export const snoozeSomething: StoreAction = {
  usage: 'snooze <what> <which>',
  summary: `Have something not told for a while: ${SNOOZABLE.join(', ')}; what is still open then is told.`,
  options: ['--config', '--for', '--kind', '--reason'],
  run: async ({ store, config, now, words: [typed = '', name = ''], options, by, io: { stdout } }) => {
    const what = typedChoice('thing to snooze', SNOOZABLE, typed)
    const only = options['kind'] === undefined ? undefined : typedText(options, 'kind', '').split(',')
    const kind = snoozedKinds(
      what,
      only?.map((word) => typedChoice('kind', SNOOZED_KINDS, word)),
    )
    const until = now + typedSeconds(options, 'for', '4h')
    const wanted = { what, which: snoozedName({ what, which: name }), kind, until }
    const fault = snoozeFault(wanted, now)
    if (fault !== undefined) throw new ActionNeeded(`alerts snooze: ${fault}`, EXIT.usage)
    const reason = plainText(typedText(options, 'reason', '')).slice(0, 500)
    const rules = alertRulesOf(config).map((rule) => rule.name)
    const id = await store.change(addSnooze, { ...wanted, reason, rules, now, by })
    if (id === null) throw new ActionNeeded(plainText(`There is no ${what} ${wanted.which}, so nothing is snoozed`))
    const which = kind === null ? wanted.which : `${wanted.which} (${kind.replaceAll(',', ', ')} only)`
    stdout.write(plainText(`snooze ${id}: ${what} ${which} until ${utc(until * 1000)}.`).concat('\n'))
  },
}
