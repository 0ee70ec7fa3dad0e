import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'

import { codeOf } from '../system/errors.ts'
import type { Agents } from './agents.ts'
import { type Answer, readAnswer } from './answer.ts'

/** What is posted, and where to. */
export interface Post {
  readonly url: URL
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** How it goes there. */
export interface Way {
  readonly agents: Agents
  /** Milliseconds, from the look-up of the name to the end of the answer. */
  readonly timeout: number
  readonly signal: AbortSignal
}

/** Of the answer to a report nothing but its status matters; this much is read for the reason. */
const ANSWER_LIMIT = 64 * 1024

/**
 * Posts once: no redirect is followed, which would carry credentials away, and nothing tried again, but for one case. A
 * connection that the server closed while it was idle says nothing of the server, so then a fresh one is used at once; what
 * is posted has to bear being posted twice. Rejects where no answer came, with the code of the system, of OpenSSL, or ETIMEDOUT.
 */
export async function post(post: Post, way: Way): Promise<Answer> {
  let request = requestFor(post, way)
  // After the agent's own, which is as long: where no connection is made in time, the agent says whose fault that is.
  const timer = setTimeout(() => request.destroy(new TimedOut()), way.timeout)
  try {
    return await answerTo(request).catch((error: unknown) => {
      if (!request.reusedSocket || !/^(ECONNRESET|EPIPE)$/.test(codeOf(error) ?? '')) throw error
      closeIdle(way.agents)
      request = requestFor(post, way)
      return answerTo(request)
    })
  } finally {
    clearTimeout(timer)
  }
}

async function answerTo(request: ClientRequest): Promise<Answer> {
  const response = await responseTo(request)
  return readAnswer(response, response, ANSWER_LIMIT)
}

function requestFor({ url, headers, body }: Post, { agents, signal }: Way): ClientRequest {
  const options = { method: 'POST', headers, signal }
  const request =
    url.protocol === 'https:'
      ? https.request(url, { ...options, agent: agents.https })
      : http.request(url, { ...options, agent: agents.http })
  // Whole, so that it gets a Content-Length and is not sent in chunks.
  return request.end(body)
}

function responseTo(request: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  // What happens to the request after its answer has begun, the answer tells as well.
  request.on('response', resolve).on('error', reject)
  // 101, which nobody asked for: without a listener it would look like a cut connection. Other 1xx are passed over by Node.
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

class TimedOut extends Error {
  readonly code = 'ETIMEDOUT'
}
