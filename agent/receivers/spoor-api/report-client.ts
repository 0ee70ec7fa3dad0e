import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Answer } from '../../../lib/http/answers/answer.ts'
import { createAgents } from '../../../lib/http/connection/agents.ts'
import { failureCode } from '../../../lib/http/connection/failure-code.ts'
import { sendRequest, type HttpRequest } from '../../../lib/http/request.ts'
import type { Tell } from '../../../lib/notice/notice.ts'
import { deliveryNotices } from '../notices.ts'
import { outcomeOfAnswer, type Outcome } from './answer-outcome.ts'
import { type ApiAccess, headersFor, secretsOf } from './api-access.ts'
import { outcomeOfFailure } from './failure-outcome.ts'
import { reportRequest, type Sendable } from './report-request.ts'

/** Sends reports, over connections that are kept open while there is something to send. */
export interface ReportClient {
  /** Tries once to deliver a report. Never rejects: what goes wrong is an outcome. */
  send(report: Sendable, signal: AbortSignal): Promise<Outcome>
  /** Closes the connections. */
  close(): void
}

/** Connects with the first report, not before. */
export async function createReportClient(access: ApiAccess, tell: Tell): Promise<ReportClient> {
  const url = new URL(access.host.replace(/\/+$/, '') + access.reportPath)
  const agents = await createAgents(access)
  const always = headersFor(access)
  const { accept } = access
  const secrets = secretsOf(access)
  let compresses = access.compression === 'gzip'

  async function answerTo(request: HttpRequest, signal: AbortSignal): Promise<Answer> {
    const options = { agents, timeout: access.timeout, signal }
    if (!compresses) return sendRequest(request, options)
    const answer = await sendRequest(await compressed(request), options)
    if (answer.status !== 415) return answer
    // Of several that were under way the first says so.
    if (compresses) tell(deliveryNotices.compressionRefused())
    compresses = false
    return sendRequest(request, options)
  }

  return {
    async send(report, signal) {
      const { headers, body } = reportRequest(report, access)
      try {
        const answer = await answerTo({ url, headers: { ...always, ...headers }, body }, signal)
        return outcomeOfAnswer(answer, { now: Date.now(), accept, secrets })
      } catch (error) {
        return outcomeOfFailure(failureCode(error))
      }
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

async function compressed({ url, headers, body = Buffer.alloc(0) }: HttpRequest): Promise<HttpRequest> {
  return { url, headers: { ...headers, 'content-encoding': 'gzip' }, body: await promisify(gzip)(body) }
}
