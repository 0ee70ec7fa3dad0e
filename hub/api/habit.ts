import * as v from 'valibot'
import { networkOf } from '../../lib/rules/network.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { HabitAnswer, HabitCount, HabitsAnswer } from '../contract/event-contract.ts'
import type { Hub } from '../http/route.ts'
import { loginHabits } from '../store/ask/login-habits.ts'
import { kindNumber } from '../store/number-words.ts'
import type { KeptEvent } from '../store/tables.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { mailbox } from './event-parameters.ts'
import { seconds } from './event-shape.ts'
import { pathWord } from './timelines.ts'

/** How far back a habit is looked for, in days. */
const DAYS = 30

/** How many logins of a mailbox are read at most; of how many mailboxes at once, and how many of all of these. */
const [MOST, MAILBOXES, MOST_OF_ALL] = [5000, 20, 20_000]

const parts = {
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
}

const answer: v.GenericSchema<HabitAnswer> = v.object(parts)

const several: v.GenericSchema<HabitsAnswer> = v.object({
  habits: v.array(
    v.object({
      mailbox: v.string(),
      ...parts,
      whole: v.pipe(
        v.boolean(),
        v.description(
          `Whether these are all logins, and not only the newest: ${MOST}, or a share of ${MOST_OF_ALL} for all mailboxes.`,
        ),
      ),
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
  async (_, hub) => habitOf(await loginsOf(hub, [pathWord(mailbox, hub.parameters['address'])], MOST), MOST),
)

/** `GET /api/v1/habits`. */
export const habitsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/habits',
    summary: `The habits of up to ${MAILBOXES} mailboxes in the last ${DAYS} days, in the order of their parameters.`,
    parameters: {
      mailbox: v.optional(
        v.pipe(
          v.array(mailbox),
          v.maxLength(MAILBOXES, `stands there more than ${MAILBOXES} times`),
          v.description('A mailbox or account. It can stand there several times.'),
        ),
        [],
      ),
    },
    answer: several,
  },
  async ({ mailbox: asked }, hub) => {
    const mailboxes = [...new Set(asked)]
    const most = Math.min(MOST, Math.floor(MOST_OF_ALL / mailboxes.length))
    const logins = Map.groupBy(await loginsOf(hub, mailboxes, most), (login) => login.mailbox)
    return { habits: mailboxes.map((name) => Object.assign({ mailbox: name }, habitOf(logins.get(name) ?? [], most))) }
  },
)

type Login = Pick<KeptEvent, 'mailbox' | 'time' | 'ip' | 'fields'>

/** The newest logins of each of some mailboxes. */
async function loginsOf(
  { store, clock }: Pick<Hub, 'store' | 'clock'>,
  mailboxes: readonly string[],
  limit: number,
): Promise<readonly Login[]> {
  const until = Math.floor(clock.now() / 1000) + 1
  const span = { from: until - DAYS * 86_400, until }
  return store.ask(loginHabits, { mailboxes, kinds: [kindNumber('login')], ...span, limit })
}

function habitOf(logins: readonly Login[], most: number): HabitAnswer {
  return { days: DAYS, logins: logins.length, whole: logins.length < most, counts: countsOf(logins) }
}

function countsOf(logins: readonly Login[]): readonly HabitCount[] {
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
