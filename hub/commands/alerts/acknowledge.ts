import { acknowledgeIncident } from '../../store/change/acknowledge-incident.ts'
import { typedNumber, unknownIncident } from '../incidents/typed-incident.ts'
import type { StoreAction } from '../store-action.ts'

/** Says that somebody takes care of an incident. */
export const takeCare: StoreAction = {
  usage: 'acknowledge <incident>',
  summary: 'Say that you take care of an incident: no reminder follows, and no message unless it gets worse or ends.',
  options: ['--config'],
  run: async ({ store, now, words: [typed = ''], by, io: { stdout } }) => {
    const incident = typedNumber(typed)
    if ((await store.change(acknowledgeIncident, { what: { incident }, now, by })) === null)
      throw unknownIncident(incident)
    stdout.write(`incident ${incident}: acknowledged.\n`)
  },
}
