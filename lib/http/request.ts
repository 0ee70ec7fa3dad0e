import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { codeOf } from '../system/errors.ts'
import { type Answer, readAnswer } from './answers/answer.ts'
import type { Agents } from './connection/agents.ts'
import { TimedOut } from './connection/dialing-agent.ts'

/** What is asked for: posted with a body, got without. */
export interface HttpRequest {
  readonly url: URL
  readonly headers: OutgoingHttpHeaders
  readonly body?: Buffer
}

/** How it goes there. */
export interface RequestOptions {
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
export async function sendRequest(asked: HttpRequest, options: RequestOptions): Promise<Answer> {
  let request = startRequest(asked, options)
  // After the agent's own, which is as long: where no connection is made in time, the agent says whose fault that is.
  const timer = setTimeout(() => request.destroy(new TimedOut()), options.timeout)
  try {
    return await answerTo(request, options).catch((error: unknown) => {
      if (!request.reusedSocket || !/^(ECONNRESET|EPIPE)$/.test(codeOf(error) ?? '')) throw error
      closeIdle(options.agents)
      request = startRequest(asked, options)
      return answerTo(request, options)
    })
  } finally {
    clearTimeout(timer)
  }
}

async function answerTo(request: ClientRequest, { limit = ANSWER_LIMIT }: RequestOptions): Promise<Answer> {
  return readAnswer(await responseOf(request), limit)
}

/** Sends a request; `responseOf` tells what comes of it. */
export function startRequest({ url, headers, body }: HttpRequest, { agents, signal }: RequestOptions): ClientRequest {
  const options = { method: body === undefined ? 'GET' : 'POST', headers, signal }
  const request =
    url.protocol === 'https:'
      ? https.request(url, { ...options, agent: agents.https })
      : http.request(url, { ...options, agent: agents.http })
  // Whole, so that it gets a Content-Length and is not sent in chunks.
  return request.end(body)
}

/** The answer, as soon as its head is there. */
export function responseOf(request: ClientRequest): Promise<IncomingMessage> {
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
