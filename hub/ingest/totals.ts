import { HttpError, PROBLEMS } from '../http/errors.ts'
import { retryLater } from '../http/retry-later.ts'
import type { AgentRequest, Route } from '../http/route.ts'
import type { KeptTotals } from '../store/totals-intake.ts'
import { ingestNotices } from './notices.ts'
import { broughtTotals, type TakenTotals, takenTotals } from './totals-body.ts'

/** Most bytes of a request, on the wire and inflated. */
const MOST_BYTES = 8 * 1024 ** 2

/** `POST /api/totals`: what an agent counted. 202 means that it is durable. */
export const postTotals: Route = {
  method: 'POST',
  path: '/api/totals',
  caller: 'agent',
  most: MOST_BYTES,
  answer: async (request) => {
    const { agent, body, clock, config, counts, intake, turns } = request
    const received = Math.floor(clock.now() / 1000)
    await turns.next()
    const oldest = received - config.retention.totals / 1000
    const taken = await takenTotals(broughtTotals(body), { oldest, received, turns })
    await refuseDoubtful(taken, received, request)
    const kept = await intake.keep({ agent: agent.agent, totals: taken.totals }, received)
    await turns.next()
    const known = taken.totals.length - kept.kept - kept.refused + taken.repeated + taken.stale
    counts.tookTotals({ kept: kept.kept, known, refused: refusedOf(taken, kept) })
    tellRefused(taken, kept, request)
    return { status: 202, body: { json: { kept: kept.kept, known } } }
  },
}

/** What the clock alone makes too old, or too early, must not be acknowledged: its agent would delete it. */
async function refuseDoubtful(
  { totals, stale, ahead }: TakenTotals,
  received: number,
  { agent, trustedClock }: AgentRequest,
): Promise<void> {
  const newest = Math.max(0, ...totals.map(({ start }) => start))
  if (totals.length > 0) trustedClock.heard(agent.agent, newest, received)
  if (stale + ahead === 0 || ((await trustedClock.trusts(received)) && !trustedClock.isDoubted)) return
  throw new HttpError(PROBLEMS.clockDoubted, { headers: retryLater() })
}

function refusedOf({ refused, ahead }: TakenTotals, kept: KeptTotals): number {
  return refused + ahead + kept.refused
}

function tellRefused(taken: TakenTotals, kept: KeptTotals, { agent, intake, tell }: AgentRequest): void {
  const count = refusedOf(taken, kept)
  if (count === 0 || !intake.isFirstFault(agent.agent)) return
  const [host = ''] = agent.hosts
  const ofStore = kept.refused > 0 ? 'The store refused it.' : 'It is of a time that has not come.'
  tell(ingestNotices.totalsRefused(host, count, taken.fault || ofStore))
}
