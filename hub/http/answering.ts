import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StoreUnavailable } from '../store/store.ts'
import { codedFor } from './content-coding.ts'
import { HttpError, PROBLEM_OF_STORE } from './errors.ts'
import { retryLater } from './retry-later.ts'
import type { HubAnswer } from './route.ts'

/** For every answer: what is told is for the one who asked, and is never taken for another type. */
const ALWAYS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** Sends an answer. Rejects if the client is gone before a stream ends. */
export async function send(response: ServerResponse, { status, headers, body }: HubAnswer): Promise<void> {
  const type = body === undefined ? {} : { 'content-type': 'json' in body ? 'application/json' : body.type }
  const content = contentOf(body)
  if (typeof content !== 'string' && !Buffer.isBuffer(content)) {
    response.writeHead(status, { ...ALWAYS, ...type, ...headers })
    // What is not sent is not made: a stream might never end.
    if (response.req.method === 'HEAD') return void response.end()
    await pipeline(Readable.from(content), response)
    return
  }
  const plain = typeof content === 'string' ? Buffer.from(content) : content
  const mayPack = body !== undefined && 'json' in body && body.mayPack === true
  const accepted = response.req.headers['accept-encoding'] ?? ''
  const { bytes, headers: coding } = mayPack ? await codedFor(accepted, plain) : { bytes: plain, headers: {} }
  // Of what did not change only its own answer tells the length.
  const length = status === 304 ? {} : { 'content-length': bytes.length }
  response.writeHead(status, { ...ALWAYS, ...type, ...coding, ...length, ...headers })
  response.end(bytes)
}

function contentOf(body: HubAnswer['body']): string | Buffer | AsyncIterable<string | Uint8Array> {
  if (body === undefined) return ''
  if ('json' in body) return `${JSON.stringify(body.json)}\n`
  return 'bytes' in body ? body.bytes : body.text
}

/** The answer to a request that failed; undefined if that is a bug. */
export function answerOfFailure(error: unknown): HubAnswer | undefined {
  if (error instanceof HttpError) return answerOf(error)
  if (error instanceof StoreUnavailable)
    return answerOf(new HttpError(PROBLEM_OF_STORE[error.reason], { headers: retryLater() }))
  return undefined
}

/** An error as JSON: its number, its sentence, and where more is said about it. */
export function answerOf({ status, problem, message, headers }: HttpError): HubAnswer {
  return { status, headers, body: { json: { code: problem.code, error: message, link: `/errors/${problem.code}` } } }
}
