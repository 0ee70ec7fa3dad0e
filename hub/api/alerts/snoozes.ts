import * as v from 'valibot'
import { SNOOZABLE } from '../../alerts/snooze.ts'
import {
  REPAIR_KINDS,
  SNOOZED_KINDS,
  snoozedKinds,
  snoozedName,
  snoozeFault,
  UNKNOWN_SNOOZED,
} from '../../alerts/wanted-snooze.ts'
import { alertRulesOf } from '../../config/alerts/alert-settings.ts'
import type { SnoozesAnswer } from '../../contract/alert-contract.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { mayJudge } from '../../people/rights.ts'
import { everySnooze } from '../../store/ask/every-snooze.ts'
import { addSnooze } from '../../store/change/add-snooze.ts'
import { endSnooze } from '../../store/change/end-snooze.ts'
import { type ApiRoute, changeRoute, jsonRoute } from '../api-route.ts'
import { seconds } from '../event-shape.ts'
import { writtenText } from '../read-json.ts'
import { someOf } from '../some-of.ts'

const number = v.pipe(v.number(), v.integer())

const snoozesAnswer: v.GenericSchema<SnoozesAnswer> = v.object({
  snoozes: v.array(
    v.object({
      id: number,
      what: v.pipe(v.string(), v.description(`One of ${SNOOZABLE.join(', ')}.`)),
      which: v.string(),
      kind: v.nullable(
        v.pipe(
          v.string(),
          v.description('If only incidents of some kinds are not told: these, with commas between them.'),
        ),
      ),
      until: seconds,
      made: seconds,
      who: v.string(),
      reason: v.string(),
      ended: v.nullable(v.pipe(seconds, v.description('When somebody ended it early.'))),
    }),
  ),
})

/** `GET /api/v1/snoozes`. */
export const snoozesRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/snoozes',
    summary: 'What is not told for the time being, until when and why; the newest first.',
    parameters: {
      all: v.optional(
        v.pipe(v.picklist(['yes', 'no'], 'is neither yes nor no'), v.description('Those that have ended, too.')),
        'no',
      ),
    },
    answer: snoozesAnswer,
  },
  async ({ all }, { store, clock }) => {
    const now = Math.floor(clock.now() / 1000)
    return { snoozes: [...(await store.ask(everySnooze, { now, all: all === 'yes' }))] }
  },
)

/** `POST /api/v1/snoozes`. */
export const addSnoozeRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/snoozes',
    right: mayJudge,
    summary: 'Has something not told until a time; what is still open then is told.',
    body: v.strictObject({
      what: v.picklist(SNOOZABLE, `is none of ${SNOOZABLE.join(', ')}`),
      which: v.pipe(
        writtenText('What to snooze', 255),
        v.description('Its name, of a service HOST:CHECK, the number of an incident, or a kind of incident.'),
      ),
      kind: v.exactOptional(
        someOf(
          SNOOZED_KINDS,
          `Only incidents of these kinds; of a host or label ${REPAIR_KINDS.join(', ')} unless you say otherwise.`,
        ),
      ),
      until: v.pipe(seconds, v.description('At most 90 days ahead.')),
      reason: v.exactOptional(writtenText('The reason', 500)),
    }),
    answer: v.object({ id: number }),
    status: 201,
  },
  async ({ what, which, kind, until, reason = '' }, { store, clock, config, person, address }) => {
    const now = Math.floor(clock.now() / 1000)
    const wanted = { what, which: snoozedName({ what, which }), kind: snoozedKinds(what, kind), until }
    const fault = snoozeFault(wanted, now)
    if (fault !== undefined) throw new HttpError(PROBLEMS.wrongBody, { instead: fault })
    const by = { actor: person.name, address }
    const rules = alertRulesOf(config).map(({ name }) => name)
    const id = await store.change(addSnooze, { ...wanted, reason, rules, now, by })
    if (id === null) throw new HttpError(PROBLEMS.wrongBody, { instead: UNKNOWN_SNOOZED })
    return { status: 201, body: { json: { id } } }
  },
)

/** `DELETE /api/v1/snoozes/ID`. */
export const endSnoozeRoute: ApiRoute = {
  method: 'DELETE',
  path: '/api/v1/snoozes/:id',
  caller: 'person',
  right: mayJudge,
  description: { summary: 'Ends a snooze early.', parameters: {}, answer: [], status: 204 },
  answer: async ({ store, clock, person, address, parameters }) => {
    const { id = '' } = parameters
    const now = Math.floor(clock.now() / 1000)
    const by = { actor: person.name, address }
    const isEnded = /^\d{1,15}$/.test(id) && (await store.change(endSnooze, { id: Number(id), now, by }))
    if (!isEnded) throw new HttpError(PROBLEMS.unknownSnooze)
    return { status: 204 }
  },
}
