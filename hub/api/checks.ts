import * as v from 'valibot'
import { CHECK_STATES } from '../../lib/agent-status/check-states.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { CheckCounts, ChecksAnswer, ShownCheck } from '../contract/check-contract.ts'
import { type CheckNow, checksNow, countedStates } from '../coverage/checks-now.ts'
import type { KeptCheck } from '../store/ask/checks-of.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { boundsOf } from './coverage.ts'
import { agentNamed, HOST, numberUpTo, time } from './event-parameters.ts'
import { seconds } from './event-shape.ts'
import { someOf } from './some-of.ts'

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
      state: v.exactOptional(someOf(CHECK_STATES, 'How it is as far as anybody knows.')),
      ends_before: v.exactOptional(time('Only those that saw a certificate which ends before it.')),
      after: v.exactOptional(v.pipe(v.string(), v.description('The value of next from the page before.'))),
      limit: v.optional(numberUpTo(5000, 'How many at most.'), '1000'),
    },
    answer,
    mayPack: true,
  },
  async ({ host, check, target, state: states, ends_before: endsBefore, after, limit }, request) => {
    const { agent } = await agentNamed(request, host)
    const { now, silence } = boundsOf(request)
    const which = {
      now,
      silentSince: now - silence,
      ...(agent !== undefined && { agent }),
      ...(check !== undefined && { check }),
      ...(target !== undefined && { target }),
    }
    const found = await checksNow(request.store, {
      ...which,
      ...(states !== undefined && { states }),
      ...(endsBefore !== undefined && { endsBefore }),
      ...(after !== undefined && { after: placeIn(after) }),
      // One more tells whether there is another page.
      limit: limit + 1,
    })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return {
      counts: await countedStates(request.store, which),
      checks: page.map(shown),
      next: found.length > limit && last !== undefined ? placeOf(last.kept) : null,
    }
  },
)

/** What stands in a page's `next`: no host has a blank. */
function placeOf({ host, name }: KeptCheck): string {
  return `${host} ${name}`
}

function placeIn(after: string): { readonly host: string; readonly name: string } {
  const [host = '', ...name] = after.split(' ')
  return { host, name: name.join(' ') }
}

/** As the agent's status was checked when it came. */
const runs = v.pipe(foreignJson, v.array(v.number()))

function shown({ kept, told: state, isSilent: silent }: CheckNow): ShownCheck {
  const { host, name: check, type, since, finding, ran, certificate, target, told } = kept
  const recent = v.parse(runs, kept.recent)
  return { host, check, type, state, since, finding, ran, recent, certificate, target, told, silent }
}
