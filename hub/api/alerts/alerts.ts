import * as v from 'valibot'
import type { AcknowledgedAnswer, AlertAnswer, AlertsAnswer } from '../../contract/alert-contract.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { mayJudge } from '../../people/rights.ts'
import { DELIVERY_STATES } from '../../store/alert-tables.ts'
import { foundAlerts } from '../../store/ask/found-alerts.ts'
import { acknowledgeIncident } from '../../store/change/acknowledge-incident.ts'
import { type ApiRoute, changeRoute, jsonRoute } from '../api-route.ts'
import { numberUpTo } from '../event-parameters.ts'
import { showAlert, shownAlert, textOf } from './alert-shape.ts'

const word = v.pipe(v.string(), v.minLength(1, 'is empty'), v.maxLength(64, 'is too long'))

/** Which alerts. */
export const WHICH_ALERTS = {
  rule: v.exactOptional(v.pipe(word, v.description('The name of the rule that made it.'))),
  channel: v.exactOptional(v.pipe(word, v.description('The name of a channel that it is for.'))),
  state: v.exactOptional(
    v.pipe(
      v.picklist(DELIVERY_STATES, `is none of ${DELIVERY_STATES.join(', ')}`),
      v.description('What became of it for at least one recipient.'),
    ),
  ),
  incident: v.exactOptional(numberUpTo(Number.MAX_SAFE_INTEGER, 'The number of an incident that it is about.')),
} as const

const alertsAnswer: v.GenericSchema<AlertsAnswer> = v.object({
  alerts: v.array(shownAlert),
  next: v.nullable(v.number()),
})

/** `GET /api/v1/alerts`. */
export const alertsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/alerts',
    summary: 'The newest messages that were made, each with its receipts.',
    parameters: {
      ...WHICH_ALERTS,
      before: v.exactOptional(numberUpTo(Number.MAX_SAFE_INTEGER, 'The value of next from the page before.')),
      limit: v.optional(numberUpTo(1000, 'How many at most.'), '100'),
    },
    answer: alertsAnswer,
  },
  async (asked, { store }) => {
    const found = await store.ask(foundAlerts, asked)
    return { alerts: found.map(showAlert), next: found.length < asked.limit ? null : (found.at(-1)?.alert.id ?? null) }
  },
)

const alertAnswer: v.GenericSchema<AlertAnswer> = v.object({ alert: shownAlert, text: v.string() })

/** `GET /api/v1/alerts/ID`. */
export const alertRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/alerts/:id',
    summary: 'One message with its text and its receipts.',
    parameters: {},
    answer: alertAnswer,
  },
  async (_, { store, parameters }) => {
    const [found] = await store.ask(foundAlerts, { id: alertNumber(parameters['id']), limit: 1 })
    if (found === undefined) throw new HttpError(PROBLEMS.unknownAlert)
    return { alert: showAlert(found), text: textOf(found.alert).text }
  },
)

const acknowledgedAnswer: v.GenericSchema<AcknowledgedAnswer> = v.object({
  incidents: v.array(v.pipe(v.number(), v.integer())),
})

/** `POST /api/v1/alerts/ID/acknowledge`. */
export const acknowledgeRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/alerts/:id/acknowledge',
    right: mayJudge,
    summary: 'Says that you take care of what an alert is about: for all rules, no reminder follows.',
    body: v.strictObject({}),
    answer: acknowledgedAnswer,
  },
  async (_, { store, clock, person, address, parameters }) => {
    const what = { alert: alertNumber(parameters['id']) }
    const now = Math.floor(clock.now() / 1000)
    const by = { actor: person.name, address }
    const incidents = await store.change(acknowledgeIncident, { what, now, by })
    if (incidents === null) throw new HttpError(PROBLEMS.unknownAlert)
    if (incidents.length === 0) throw new HttpError(PROBLEMS.nothingToCare)
    return { status: 200, body: { json: { incidents } } }
  },
)

function alertNumber(text = ''): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new HttpError(PROBLEMS.unknownAlert)
}
