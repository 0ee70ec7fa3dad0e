import * as v from 'valibot'
import { SEVERITIES } from '../../../lib/event/severity.ts'
import type { IncidentCountsAnswer } from '../../contract/incident-counts-contract.ts'
import { INCIDENT_KINDS } from '../../incidents/incident.ts'
import { incidentCounts } from '../../store/ask/incident-counts.ts'
import { severityWord } from '../../store/number-words.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'
import { numberUpTo } from '../event-parameters.ts'

const number = v.pipe(v.number(), v.integer())

const counted: v.GenericSchema<IncidentCountsAnswer> = v.object({
  open: v.pipe(
    v.array(
      v.object({
        kind: v.picklist(INCIDENT_KINDS),
        severity: v.picklist(SEVERITIES),
        assigned: v.pipe(v.boolean(), v.description('Whether somebody takes care of them.')),
        count: number,
      }),
    ),
    v.description('Those that are open; what there is none of is left out.'),
  ),
  contained: number,
  ended: v.pipe(number, v.description('How many the hub itself closed.')),
})

const DAY = 86_400

/** `GET /api/v1/counts/incidents`. */
export const incidentCountsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/counts/incidents',
    summary: 'How many incidents are open, by kind, severity and whether somebody takes care; how many ended.',
    parameters: {
      since: v.exactOptional(
        numberUpTo(
          Number.MAX_SAFE_INTEGER,
          'From which second on those that the hub closed count. Default: a day ago.',
        ),
      ),
    },
    answer: counted,
  },
  async ({ since }, { store, clock }) => {
    const from = since ?? Math.floor(clock.now() / 1000) - DAY
    const { live, ended } = await store.ask(incidentCounts, { since: from })
    const open = live
      .filter(({ state }) => state === 'open')
      .flatMap(({ kind: word, severity, assigned, count }) => {
        const kind = INCIDENT_KINDS.find((known) => known === word)
        return kind === undefined ? [] : [{ kind, severity: severityWord(severity), assigned: assigned === 1, count }]
      })
    const contained = live.filter(({ state }) => state === 'contained')
    return { open, contained: contained.reduce((sum, { count }) => sum + count, 0), ended }
  },
)
