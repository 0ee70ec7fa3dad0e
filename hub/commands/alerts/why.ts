import { ActionNeeded } from '../../../lib/system/errors.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { wrap } from '../../../lib/terminal/wrap.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { howTold, NO_INCIDENT } from '../../api/alerts/told.ts'
import { placeOf } from '../../api/event-id.ts'
import type { IncidentTold } from '../../contract/alert-contract.ts'
import { eventAt } from '../../store/ask/event-at.ts'
import { incidentsOfEvent } from '../../store/ask/incidents-of-event.ts'
import { typedIncident } from '../incidents/typed-incident.ts'
import type { StoreAction, StoreParts } from '../store-action.ts'
import { alertLines } from './list.ts'

/** Says why an incident or an event was told, or was not. */
export const sayWhy: StoreAction = {
  usage: 'why <id>',
  summary: 'Say why an incident (its number) or an event (TIME.ID) was told or was not, rule by rule.',
  options: ['--config', '--json'],
  run: async (parts) => {
    const { options, store, config, io } = parts
    const numbers = await incidentsTyped(parts)
    const clock = { now: Date.now }
    const told = await Promise.all(numbers.map((id) => howTold({ store, config, clock }, id)))
    const known = told.filter((each) => each !== undefined)
    if (options['json'] === true) {
      io.stdout.write(plainJson({ why: known.length === 0 ? NO_INCIDENT : null, told: known }, 2))
      return
    }
    const lines = known.length === 0 ? [NO_INCIDENT] : known.flatMap(incidentLines)
    for (const line of lines) io.stdout.write(`${wrap(line, widthOf(io.stdout))}\n`)
  },
}

async function incidentsTyped({ store, words: [typed = ''] }: StoreParts): Promise<readonly number[]> {
  const place = placeOf(typed)
  if (place === undefined) return [(await typedIncident(store, typed)).id]
  if ((await store.ask(eventAt, place)) === null)
    throw new ActionNeeded(plainText(`There is no event ${typed}; it may be older than what is kept`))
  return (await store.ask(incidentsOfEvent, { id: place.id })).map(({ id }) => id)
}

function incidentLines({ incident, sentence, rules }: IncidentTold): readonly string[] {
  const none = rules.length === 0 ? ['  There is no alert rule: see alerts in the configuration.'] : []
  return [
    plainText(`Incident ${incident}: ${sentence}`),
    ...none,
    ...rules.flatMap(({ rule, told, why, alerts }) => [
      `  Rule ${rule}: ${told ? 'told' : 'not told'}. ${why}`,
      ...alerts.flatMap(alertLines).map((line) => `    ${line}`),
    ]),
  ]
}
