import * as v from 'valibot'
import { whyTold } from '../../alerts/told-words.ts'
import { alertRulesOf } from '../../config/alerts/alert-settings.ts'
import type { HubConfig } from '../../config/load.ts'
import type { EventToldAnswer, IncidentTold, ToldAnswer } from '../../contract/alert-contract.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { Hub } from '../../http/route.ts'
import { type FoundAlert, foundAlerts } from '../../store/ask/found-alerts.ts'
import { incidentsOfEvent } from '../../store/ask/incidents-of-event.ts'
import { toldRules } from '../../store/ask/told-rules.ts'
import type { Store } from '../../store/store.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'
import { knownEvent } from '../events.ts'
import { incidentNumber } from '../incidents/known-incident.ts'
import { showAlert, shownAlert } from './alert-shape.ts'

/** How an incident was told, rule by rule. */
const toldIncident: v.GenericSchema<IncidentTold> = v.object({
  incident: v.pipe(v.number(), v.integer()),
  sentence: v.string(),
  rules: v.array(
    v.object({
      rule: v.string(),
      told: v.boolean(),
      why: v.pipe(v.string(), v.description('Why it was told or not, and when it will be.')),
      obstacle: v.pipe(
        v.nullable(v.picklist(['severity', 'kind', 'label', 'snooze'])),
        v.description('What is in the way now: a condition of the rule, or a snooze.'),
      ),
      alerts: v.pipe(v.array(shownAlert), v.description('The newest ones, with those that joined them to others.')),
    }),
  ),
})

/** How many alerts of one incident are shown. */
const MOST = 200

const toldAnswer: v.GenericSchema<ToldAnswer> = v.object({ told: toldIncident })

/** `GET /api/v1/incidents/ID/told`. */
export const toldIncidentRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/incidents/:id/told',
    summary: 'Why an incident was told, or was not, rule by rule, with the receipts.',
    parameters: {},
    answer: toldAnswer,
  },
  async (_, { store, config, clock, parameters }) => {
    const told = await howTold({ store, config, clock }, incidentNumber(parameters['id']))
    if (told === undefined) throw new HttpError(PROBLEMS.unknownIncident)
    return { told }
  },
)

const eventTold: v.GenericSchema<EventToldAnswer> = v.object({
  why: v.nullable(v.pipe(v.string(), v.description('Why it belongs to none; null if it does.'))),
  told: v.array(toldIncident),
})

/** `GET /api/v1/events/ID/told`. */
export const toldEventRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/events/:id/told',
    summary: 'Why an event was told, or was not: the same for each incident that it belongs to.',
    parameters: {},
    answer: eventTold,
  },
  async (_, { store, config, clock, parameters }) => {
    const event = await knownEvent({ store }, parameters['id'])
    const incidents = await store.ask(incidentsOfEvent, { id: event.id })
    const told = await Promise.all(incidents.map(({ id }) => howTold({ store, config, clock }, id)))
    return { why: incidents.length === 0 ? NO_INCIDENT : null, told: told.filter((each) => each !== undefined) }
  },
)

/** Why an event of no incident is told to nobody. */
export const NO_INCIDENT =
  'It is a step of no incident: events like it open none, or it was only counted. Only incidents are told.'

/** How an incident was told, rule by rule; undefined if there is no such incident. */
export async function howTold(
  { store, config, clock }: { store: Store; config: HubConfig; clock: Pick<Hub['clock'], 'now'> },
  id: number,
): Promise<IncidentTold | undefined> {
  const now = Math.floor(clock.now() / 1000)
  const found = await store.ask(toldRules, { id, rules: alertRulesOf(config), now })
  if (found === null) return undefined
  const alerts = await store.ask(foundAlerts, { incident: id, limit: MOST })
  return {
    incident: id,
    sentence: found.incident.sentence,
    rules: found.rules.map(({ rule, thread, obstacle }) => ({
      rule,
      told: (thread?.told ?? null) !== null,
      why: whyTold(thread ?? undefined, obstacle ?? undefined),
      obstacle: obstacle?.why ?? null,
      alerts: alertsOf(rule, alerts).map(showAlert),
    })),
  }
}

/** The alerts of a rule, and those that told one of them with others. */
function alertsOf(rule: string, alerts: readonly FoundAlert[]): readonly FoundAlert[] {
  const own = alerts.filter(({ alert }) => alert.rule === rule)
  const joined = new Set(own.flatMap(({ receipts }) => receipts.map((receipt) => receipt.joined)))
  return alerts.filter((each) => own.includes(each) || joined.has(each.alert.id))
}
