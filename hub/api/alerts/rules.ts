import * as v from 'valibot'
import { alertRulesOf } from '../../config/alerts/alert-settings.ts'
import type { RulesAnswer } from '../../contract/alert-contract.ts'
import { foundAlerts } from '../../store/ask/found-alerts.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'
import { showAlert, shownAlert } from './alert-shape.ts'

const duration = v.pipe(v.number(), v.integer(), v.description('In seconds.'))

/** How many alerts of each rule are shown. */
const LAST = 3

const rulesAnswer: v.GenericSchema<RulesAnswer> = v.object({
  rules: v.array(
    v.object({
      name: v.string(),
      to: v.pipe(v.array(v.string()), v.description('Names of channels.')),
      severity: v.string(),
      kinds: v.nullable(v.array(v.string())),
      labels: v.nullable(v.array(v.string())),
      wait: duration,
      every: duration,
      remind: v.nullable(duration),
      digest: v.nullable(duration),
      recovery: v.boolean(),
      last: v.array(shownAlert),
    }),
  ),
})

/** `GET /api/v1/rules`. */
export const rulesRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/rules',
    summary: 'The alert rules in use, each with the last messages that it made.',
    parameters: {},
    answer: rulesAnswer,
  },
  async (_, { store, config }) => {
    const rules = alertRulesOf(config).map(async (rule) => {
      const { name, to, severity, kinds = null, labels = null, wait, every, remind, digest, recovery } = rule
      const last = await store.ask(foundAlerts, { rule: name, limit: LAST })
      return {
        name,
        to: [...to],
        severity,
        kinds: kinds && [...kinds],
        labels: labels && [...labels],
        wait,
        every,
        remind: remind ?? null,
        digest: digest ?? null,
        recovery,
        last: last.map(showAlert),
      }
    })
    return { rules: await Promise.all(rules) }
  },
)
