import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { AgentStatus } from '../../../lib/agent-status/agent-status.ts'
import type { Answer } from '../../../lib/http/answers/answer.ts'
import { createAgents } from '../../../lib/http/connection/agents.ts'
import { failureCode } from '../../../lib/http/connection/failure-code.ts'
import { type HttpRequest, sendRequest } from '../../../lib/http/request.ts'
import type { Tell } from '../../../lib/notice/notice.ts'
import type { Outcome } from '../delivery/outcome.ts'
import { apiNotices } from '../notices.ts'
import { outcomeOfAnswer } from './answer-outcome.ts'
import { type ApiAccess, headersFor, secretsOf, urlAt } from './api-access.ts'
import { outcomeOfFailure } from './failure-outcome.ts'
import type { Projection } from './projection.ts'
import { reportRequest } from './report-request.ts'

/** Sends reports over connections that it keeps open while there is something to send. */
export interface ReportClient {
  /** Tries once to deliver a report. Never rejects: what goes wrong is an outcome. */
  send(projection: Projection, signal: AbortSignal): Promise<Outcome>
  /** Tells once how this agent is. Never rejects, either. */
  tellStatus(status: AgentStatus, signal: AbortSignal): Promise<Outcome>
  /** Closes the connections. */
  close(): void
}

/** Where a hub takes the status of agents. */
const STATUS_PATH = '/api/agents/status'

/** Who hears about answers besides the outcome. */
export interface Listeners {
  readonly tell: Tell
  /** Gets the header `Spoor-Fields` of each answer that has it. */
  readonly onFields: (header: string) => Promise<void>
}

/** Connects with the first report, not before. */
export async function createReportClient(access: ApiAccess, { tell, onFields }: Listeners): Promise<ReportClient> {
  const url = urlAt(access, access.reportPath)
  const agents = await createAgents(access)
  const always = headersFor(access)
  const { accept, option } = access
  const secrets = secretsOf(access)
  let compresses = access.compression === 'gzip'

  async function answerTo(request: HttpRequest, signal: AbortSignal): Promise<Answer> {
    const options = { agents, timeout: access.timeout, signal }
    if (!compresses) return sendRequest(request, options)
    const answer = await sendRequest(await compressed(request), options)
    if (answer.status !== 415) return answer
    // Of several requests under way the first tells.
    if (compresses) tell(apiNotices.compressionRefused(option))
    compresses = false
    return sendRequest(request, options)
  }

  return {
    async send(projection, signal) {
      const { headers, body } = reportRequest(projection, access)
      try {
        const answer = await answerTo({ url, headers: { ...always, ...headers }, body }, signal)
        await hearFields(answer, onFields)
        return outcomeOfAnswer(answer, { now: Date.now(), option, accept, secrets })
      } catch (error) {
        return outcomeOfFailure(option, failureCode(error))
      }
    },
    async tellStatus(status, signal) {
      const asked: HttpRequest = {
        method: 'PUT',
        url: urlAt(access, STATUS_PATH),
        headers: { ...always, 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(status)),
      }
      try {
        const answer = await sendRequest(asked, { agents, timeout: access.timeout, signal })
        await hearFields(answer, onFields)
        return outcomeOfAnswer(answer, { now: Date.now(), option, accept: [204], secrets })
      } catch (error) {
        return outcomeOfFailure(option, failureCode(error))
      }
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

async function hearFields({ headers }: Answer, onFields: Listeners['onFields']): Promise<void> {
  const fields = headers['spoor-fields']
  if (typeof fields === 'string') await onFields(fields)
}

async function compressed({ url, headers, body = Buffer.alloc(0) }: HttpRequest): Promise<HttpRequest> {
  return { url, headers: { ...headers, 'content-encoding': 'gzip' }, body: await promisify(gzip)(body) }
}
