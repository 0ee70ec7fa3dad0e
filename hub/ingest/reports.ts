import { elapsed } from '../../lib/system/clock.ts'
import { WISHED_HEADER } from '../enrolment/wished-fields.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import { retryLater } from '../http/retry-later.ts'
import type { AgentRequest, HubAnswer, Route } from '../http/route.ts'
import { dayOf } from '../store/segment-days.ts'
import type { Arrival, Kept } from '../store/store.ts'
import { arrivalOf } from './arrival.ts'
import { keepArrival } from './kept-arrival.ts'
import { ingestNotices } from './notices.ts'
import { reportedEntries } from './report-body.ts'

/** Most bytes of a report, on the wire and inflated. The largest one of an agent has a quarter of that. */
const MOST_BYTES = 8 * 1024 ** 2

/**
 * Takes a report of an agent, or of App::Spoor 0.08. 202 means that it is durable; no other success is ever answered,
 * as App::Spoor counts only that.
 */
export const postReport: Route = {
  method: 'POST',
  path: '/api/reports',
  caller: 'agent',
  most: MOST_BYTES,
  answer: async (request) => {
    const { agent, body, clock, config, store, counts, turns } = request
    const received = Math.floor(clock.now() / 1000)
    const oldest = dayOf(received - config.retention.events / 1000)
    await turns.next()
    const brought = await arrivalOf(reportedEntries(body), { agent, received, oldest, turns })
    await refuseDoubtful(brought, request)
    const start = elapsed()
    const { arrival, kept } = await keepArrival(store, brought)
    const seconds = (elapsed() - start) / 1000
    // A commit ends for many reports at once.
    await turns.next()
    counts.stored(arrival, kept, seconds)
    tellOf(arrival, request)
    return accepted(arrival, kept)
  },
}

/** What is too old by a wrong clock must not be acknowledged: its agent would delete it. */
async function refuseDoubtful(
  { agent, received, events, stale }: Arrival,
  { trustedClock }: AgentRequest,
): Promise<void> {
  if (events.length + stale > 0) trustedClock.heard(agent, Math.max(0, ...events.map(({ time }) => time)), received)
  if (stale > 0 && !(await trustedClock.trusts(received)))
    throw new HttpError(PROBLEMS.clockDoubted, { headers: retryLater() })
}

function accepted({ stale, quarantined }: Arrival, { isNew }: Kept): HubAnswer {
  const kept = isNew.filter(Boolean).length
  const json = { kept, known: isNew.length - kept, stale, quarantined: quarantined.length }
  return { status: 202, headers: WISHED_HEADER, body: { json } }
}

function tellOf({ quarantined }: Arrival, { agent, tell }: AgentRequest): void {
  const [host = ''] = agent.hosts
  const foreign = quarantined.filter(({ reason }) => reason === 'foreign_host').length
  if (foreign > 0) tell(ingestNotices.foreignHost(host, foreign))
  const other = quarantined.find(({ reason }) => reason !== 'foreign_host')
  if (other !== undefined) tell(ingestNotices.entriesSetAside(host, quarantined.length - foreign, other.detail))
}
