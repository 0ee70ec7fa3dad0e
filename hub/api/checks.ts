import * as v from 'valibot'
import { CHECK_STATES } from '../../lib/agent-status/check-states.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { CheckCounts, ChecksAnswer, ShownCheck } from '../contract/check-contract.ts'
import { checksOf, type KeptCheck } from '../store/ask/checks-of.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { boundsOf } from './coverage.ts'
import { agentNamed, HOST, numberUpTo } from './event-parameters.ts'
import { seconds } from './event-shape.ts'

const state = v.picklist(CHECK_STATES)

const shownCheck = v.object({
  host: v.string(),
  check: v.pipe(v.string(), v.description('Its name.')),
  type: v.string(),
  state: v.pipe(state, v.description('How it was when its agent told it, as in docs/checks.md.')),
  since: seconds,
  finding: v.pipe(v.string(), v.description('What its last run found, or why it does not run.')),
  ran: v.nullable(v.pipe(seconds, v.description('When it ran last.'))),
  recent: v.pipe(v.array(v.number()), v.description('Milliseconds that its last runs took, the newest last.')),
  certificate: v.nullable(v.pipe(seconds, v.description('When the certificate ends that it saw.'))),
  target: v.nullable(v.pipe(v.string(), v.description('What it checks elsewhere; null for something of its host.'))),
  told: v.pipe(seconds, v.description('When its agent told this.')),
  silent: v.pipe(v.boolean(), v.description('Whether its host is silent, so that nobody knows how it is now.')),
})

const counts: v.GenericSchema<CheckCounts> = v.object({
  down: v.number(),
  flapping: v.number(),
  warning: v.number(),
  late: v.number(),
  unknown: v.number(),
  blocked: v.number(),
  maintenance: v.number(),
  up: v.number(),
  off: v.number(),
})

const answer: v.GenericSchema<ChecksAnswer> = v.object({
  counts,
  checks: v.array(v.pipe(shownCheck, v.title('Check'))),
  next: v.nullable(v.string()),
})

const word = v.pipe(v.string(), v.minLength(1, 'is empty'), v.maxLength(255, 'is too long'))

/** `GET /api/v1/checks`. */
export const checksRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/checks',
    summary: 'How the checks of hosts are, by host and name, as their agents told them last.',
    parameters: {
      ...HOST,
      check: v.exactOptional(v.pipe(word, v.description('Its name.'))),
      target: v.exactOptional(v.pipe(word, v.description('What is checked elsewhere, from whichever hosts.'))),
      state: v.exactOptional(v.pipe(state, v.description('Only those in this state.'))),
      after: v.exactOptional(v.pipe(v.string(), v.description('The value of next from the page before.'))),
      limit: v.optional(numberUpTo(5000, 'How many at most.'), '1000'),
    },
    answer,
    mayPack: true,
  },
  async ({ host, check, target, state: wanted, after, limit }, request) => {
    const { agent } = await agentNamed(request, host)
    const { now, silence } = boundsOf(request)
    const which = { ...(check !== undefined && { check }), ...(target !== undefined && { target }) }
    const found = await request.store.ask(checksOf, { now, ...(agent !== undefined && { agent }), ...which })
    const all = found.map((kept) => shown(kept, now - silence))
    const wantedOnes = all.filter((each) => wanted === undefined || stateNow(each) === wanted)
    const from = after === undefined ? 0 : wantedOnes.findIndex((each) => placeOf(each) > after)
    const rest = from === -1 ? [] : wantedOnes.slice(from)
    const checks = rest.slice(0, limit)
    const last = checks.at(-1)
    return {
      counts: countsOf(all),
      checks,
      next: rest.length > limit && last !== undefined ? placeOf(last) : null,
    }
  },
)

/** What stands in a page's `next`: no name has a blank. */
function placeOf({ host, check }: ShownCheck): string {
  return `${host} ${check}`
}

/** Of a host that is silent nobody knows it. */
function stateNow({ state: told, silent }: ShownCheck): ShownCheck['state'] {
  return silent ? 'unknown' : told
}

function countsOf(checks: readonly ShownCheck[]): CheckCounts {
  const sums = { down: 0, flapping: 0, warning: 0, late: 0, unknown: 0, blocked: 0, maintenance: 0, up: 0, off: 0 }
  for (const check of checks) sums[stateNow(check)] += 1
  return sums
}

/** As the agent's status was checked when it came. */
const runs = v.pipe(foreignJson, v.array(v.number()))

function shown({ name, state: told, recent, heard, ...kept }: KeptCheck, silentSince: number): ShownCheck {
  return {
    ...kept,
    check: name,
    state: CHECK_STATES.find((known) => known === told) ?? 'unknown',
    recent: v.parse(runs, recent),
    silent: heard < silentSince,
  }
}
