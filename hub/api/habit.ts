import * as v from 'valibot'
import { networkOf } from '../../lib/rules/network.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { HabitAnswer, HabitCount } from '../contract/event-contract.ts'
import { loginHabit } from '../store/ask/login-habit.ts'
import { kindNumber } from '../store/number-words.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { mailbox } from './event-parameters.ts'
import { seconds } from './event-shape.ts'
import { pathWord } from './timelines.ts'

/** How far back a habit is looked for, in days, and how many logins are read at most. */
const [DAYS, MOST] = [30, 5000]

const answer: v.GenericSchema<HabitAnswer> = v.object({
  days: v.number(),
  logins: v.number(),
  whole: v.pipe(v.boolean(), v.description(`Whether these are all logins, and not only the newest ${MOST}.`)),
  counts: v.array(
    v.object({
      hour: seconds,
      network: v.nullable(v.string()),
      service: v.nullable(v.string()),
      count: v.number(),
    }),
  ),
})

/** `GET /api/v1/mailboxes/ADDRESS/habit`. */
export const habitRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/mailboxes/:address/habit',
    summary: `When, from which networks and by which services a mailbox logged in during the last ${DAYS} days.`,
    parameters: {},
    answer,
  },
  async (_, { store, clock, parameters }) => {
    const until = Math.floor(clock.now() / 1000) + 1
    const whose = { mailbox: pathWord(mailbox, parameters['address']), kinds: [kindNumber('login')] }
    const logins = await store.ask(loginHabit, { ...whose, from: until - DAYS * 86_400, until, limit: MOST })
    return { days: DAYS, logins: logins.length, whole: logins.length < MOST, counts: countsOf(logins) }
  },
)

function countsOf(logins: readonly { time: number; ip: string | null; fields: string }[]): readonly HabitCount[] {
  const counts = new Map<string, HabitCount>()
  for (const { time, ip, fields } of logins) {
    const hour = time - (time % 3600)
    const network = ip === null ? null : (networkOf(ip) ?? null)
    const { service } = v.parse(told, fields)
    const key = `${hour} ${network} ${service}`
    counts.set(key, { hour, network, service, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()]
}

const told = v.fallback(v.pipe(foreignJson, v.object({ service: v.optional(v.nullable(v.string()), null) })), {
  service: null,
})
