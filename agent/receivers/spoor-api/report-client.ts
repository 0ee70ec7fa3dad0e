import type { AgentStatus } from '../../../lib/agent-status/agent-status.ts'
import type { Answer } from '../../../lib/http/answers/answer.ts'
import { failureCode } from '../../../lib/http/connection/failure-code.ts'
import type { HttpRequest } from '../../../lib/http/request.ts'
import type { Outcome } from '../delivery/outcome.ts'
import { outcomeOfFailure } from '../server/failure-outcome.ts'
import { createPoster, type PosterListeners } from '../server/poster.ts'
import type { TotalsProjection } from '../totals-projection.ts'
import { outcomeOfAnswer } from './answer-outcome.ts'
import { type ApiAccess, headersFor, secretsOf, urlAt } from './api-access.ts'
import type { Projection } from './projection.ts'
import { reportRequest, type SentRequest, totalsRequest } from './report-request.ts'

/** Sends reports over connections that it keeps open while there is something to send. */
export interface ReportClient {
  /** Tries once to deliver a report. Never rejects: what goes wrong is an outcome. */
  send(projection: Projection, signal: AbortSignal): Promise<Outcome>
  /** Tries once to deliver totals. Never rejects, either. */
  sendTotals(projection: TotalsProjection, signal: AbortSignal): Promise<Outcome>
  /** Tells once how this agent is. Never rejects, either. */
  tellStatus(status: AgentStatus, signal: AbortSignal): Promise<Outcome>
  /** Closes the connections. */
  close(): void
}

/** Where a hub takes the status of agents. */
const STATUS_PATH = '/api/agents/status'

/** Who hears about answers besides the outcome. */
export interface Listeners extends PosterListeners {
  /** Gets the header `Spoor-Fields` of each answer that has it. */
  readonly onFields: (header: string) => Promise<void>
  /** Totals are for nobody there: the hub is older than they are. They count as delivered. */
  readonly onNoTotals?: () => void
}

/** Connects with the first report, not before. */
export async function createReportClient(access: ApiAccess, listeners: Listeners): Promise<ReportClient> {
  const { onFields, onNoTotals } = listeners
  const poster = await createPoster(access, listeners)
  const always = headersFor(access)
  const { option } = access
  const secrets = secretsOf(access)

  async function outcomeOf(asked: Promise<Answer>, accept = access.accept): Promise<Outcome> {
    try {
      const answer = await asked
      await hearFields(answer, onFields)
      return outcomeOfAnswer(answer, { now: Date.now(), option, accept, secrets })
    } catch (error) {
      return outcomeOfFailure(option, failureCode(error))
    }
  }

  function post({ path, headers, body }: SentRequest, signal: AbortSignal): Promise<Answer> {
    return poster.post({ url: urlAt(access, path), headers: { ...always, ...headers }, body }, signal)
  }

  return {
    send: (projection, signal) => outcomeOf(post(reportRequest(projection, access), signal)),
    async sendTotals(projection, signal) {
      let isKnown = true
      const asked = post(totalsRequest(projection, access), signal).then((answer) => {
        isKnown = answer.status !== 404
        return answer
      })
      const outcome = await outcomeOf(asked)
      if (isKnown) return outcome
      onNoTotals?.()
      return { result: 'accepted' }
    },
    tellStatus(status, signal) {
      const asked: HttpRequest = {
        method: 'PUT',
        url: urlAt(access, STATUS_PATH),
        headers: { ...always, 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(status)),
      }
      return outcomeOf(poster.send(asked, signal), [204])
    },
    close: () => poster.close(),
  }
}

async function hearFields({ headers }: Answer, onFields: Listeners['onFields']): Promise<void> {
  const fields = headers['spoor-fields']
  if (typeof fields === 'string') await onFields(fields)
}
