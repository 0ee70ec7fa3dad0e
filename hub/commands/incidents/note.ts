import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { alertRulesOf } from '../../config/alerts/alert-settings.ts'
import { noteOnIncident } from '../../store/change/note-on-incident.ts'
import type { StoreAction } from '../store-action.ts'
import { typedNumber, unknownIncident } from './typed-incident.ts'

const MOST = 4000

/** Adds a note to an incident. */
export const addNote: StoreAction = {
  usage: 'note <id> <text>',
  summary: 'Add a note to the history of an incident.',
  options: ['--config'],
  run: async ({ store, config, now, by, words: [typed = '', words = ''], io }) => {
    const [id, text] = [typedNumber(typed), words.trim()]
    if (text === '' || text.length > MOST)
      throw new ActionNeeded(`note: write 1 to ${MOST} characters, in quotation marks`, EXIT.usage)
    if (!(await store.change(noteOnIncident, { id, text, now, by, rules: alertRulesOf(config) })))
      throw unknownIncident(id)
    io.stdout.write(`Noted on incident ${id}.\n`)
  },
}
