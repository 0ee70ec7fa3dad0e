import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { codeOf } from '../system/errors.ts'
import { type Answer, readAnswer } from './answers/answer.ts'
import type { Agents } from './connection/agents.ts'
import { TimedOut } from './connection/dialing-agent.ts'

/** A request: POST with a body, GET without one, unless it says otherwise. */
export interface HttpRequest {
  readonly method?: 'PUT'
  readonly url: URL
  readonly headers: OutgoingHttpHeaders
  readonly body?: Buffer
}

/** How a request is sent. */
export interface RequestOptions {
  readonly agents: Agents
  /** Milliseconds, from the look-up of the name to the end of the answer. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** The most bytes of the answer's body to read; 64 KiB by default. */
  readonly limit?: number
}

/** The most bytes of a body that are read where only the status and a few words matter. */
export const ANSWER_LIMIT = 64 * 1024

/**
 * Sends a request once. Follows no redirect, which would carry credentials elsewhere, and tries nothing again, with one
 * exception: where the server has closed a connection that was idle, which says nothing about the server, the request
 * is sent on a fresh one. So requests must be idempotent. Rejects if no answer came, with an error that
 * `failureCode` knows.
 */
export async function sendRequest(asked: HttpRequest, options: RequestOptions): Promise<Answer> {
  let request = startRequest(asked, options)
  // Starts after the timer of the agent, which is as long: where no connection is made in time, the agent says whose
  // fault that is.
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

/** Starts a request; `responseOf` waits for its answer. */
export function startRequest(asked: HttpRequest, { agents, signal }: RequestOptions): ClientRequest {
  const { url, headers, body, method = body === undefined ? 'GET' : 'POST' } = asked
  const options = { method, headers, signal }
  const request =
    url.protocol === 'https:'
      ? https.request(url, { ...options, agent: agents.https })
      : http.request(url, { ...options, agent: agents.http })
  // As a whole: this way it gets a Content-Length and is not sent in chunks.
  return request.end(body)
}

/** The answer to a request, as soon as its head has arrived. */
export function responseOf(request: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  // Once the answer has begun, errors show there as well.
  request.on('response', resolve).on('error', reject)
  // 101, for which nobody asked: without a listener it would look like a cut connection. Node skips other 1xx.
  request.on('upgrade', (response, socket) => {
    socket.destroy()
    resolve(response)
  })
  return promise
}

/** Where the server restarted, the other idle connections are closed as well. */
function closeIdle(agents: Agents): void {
  for (const { freeSockets } of [agents.http, agents.https]) {
    for (const socket of Object.values(freeSockets).flat()) socket?.destroy()
  }
}
