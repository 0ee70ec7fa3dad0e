import { codeOf } from '../system/errors.ts'
import { createAgents } from './agents.ts'
import { type ApiAccess, headersFor, withoutSecrets } from './api-access.ts'
import { outcomeOfAnswer, outcomeOfFailure, type Outcome } from './outcome.ts'
import { post } from './post.ts'
import { type Sendable, reportRequest } from './report-request.ts'

/** Sends reports, over connections that are kept open while there is something to send. */
export interface ReportClient {
  /** Tries once to deliver a report. Never rejects: what goes wrong is an outcome. */
  send(report: Sendable, signal: AbortSignal): Promise<Outcome>
  /** Closes the connections. */
  close(): void
}

/** Connects with the first report, not before. */
export async function createReportClient(access: ApiAccess): Promise<ReportClient> {
  const url = new URL(access.host.replace(/\/+$/, '') + access.reportPath)
  const agents = await createAgents(access.caPem, access.connections)
  const always = headersFor(access)
  return {
    async send(report, signal) {
      const { headers, body } = reportRequest(report, access)
      try {
        const way = { agents, timeout: access.timeout, signal }
        const answer = await post({ url, headers: { ...always, ...headers }, body }, way)
        return outcomeOfAnswer({ ...answer, text: withoutSecrets(answer.text, access) }, Date.now())
      } catch (error) {
        return outcomeOfFailure(codeOf(error))
      }
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}
