import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { codeOf } from '../system/errors.ts'
import { type Answer, readAnswer } from './answers/answer.ts'
import type { Agents } from './connection/agents.ts'
import { TimedOut } from './connection/dialing-agent.ts'

/** What is asked for: posted with a body, got without. */
export interface Question {
  readonly url: URL
  readonly headers: OutgoingHttpHeaders
  readonly body?: Buffer
}

/** How it goes there. */
export interface Way {
  readonly agents: Agents
  /** Milliseconds, from the look-up of the name to the end of the answer. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** How many bytes of the answer's body are read; 64 KiB without this. */
  readonly limit?: number
}

/** Bytes of a body that are read for a reason: of most answers nothing but the status matters. */
export const ANSWER_LIMIT = 64 * 1024

/**
 * Asks once: no redirect is followed, which would carry credentials away, and nothing tried again, but for one case. A
 * connection that the server closed while it was idle says nothing of the server, so then a fresh one is used at once;
 * what is asked has to bear being asked twice. Rejects where no answer came, with the code of the system, of OpenSSL,
 * or ETIMEDOUT.
 */
export async function exchange(question: Question, way: Way): Promise<Answer> {
  let request = begin(question, way)
  // After the agent's own, which is as long: where no connection is made in time, the agent says whose fault that is.
  const timer = setTimeout(() => request.destroy(new TimedOut()), way.timeout)
  try {
    return await answerTo(request, way).catch((error: unknown) => {
      if (!request.reusedSocket || !/^(ECONNRESET|EPIPE)$/.test(codeOf(error) ?? '')) throw error
      closeIdle(way.agents)
      request = begin(question, way)
      return answerTo(request, way)
    })
  } finally {
    clearTimeout(timer)
  }
}

async function answerTo(request: ClientRequest, { limit = ANSWER_LIMIT }: Way): Promise<Answer> {
  return readAnswer(await responseTo(request), limit)
}

/** Sends a request; `responseTo` tells what comes of it. */
export function begin({ url, headers, body }: Question, { agents, signal }: Way): ClientRequest {
  const options = { method: body === undefined ? 'GET' : 'POST', headers, signal }
  const request =
    url.protocol === 'https:'
      ? https.request(url, { ...options, agent: agents.https })
      : http.request(url, { ...options, agent: agents.http })
  // Whole, so that it gets a Content-Length and is not sent in chunks.
  return request.end(body)
}

/** The answer, as soon as its head is there. */
export function responseTo(request: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  // What happens to the request after its answer has begun, the answer tells as well.
  request.on('response', resolve).on('error', reject)
  // 101, which nobody asked for: without a listener it would look like a cut connection. Other 1xx are passed over by
  // Node.
  request.on('upgrade', (response, socket) => {
    socket.destroy()
    resolve(response)
  })
  return promise
}

/** The other idle connections are likely to be closed as well: the server was restarted. */
function closeIdle(agents: Agents): void {
  for (const { freeSockets } of [agents.http, agents.https]) {
    for (const socket of Object.values(freeSockets).flat()) socket?.destroy()
  }
}
