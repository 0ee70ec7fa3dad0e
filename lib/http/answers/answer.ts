import type { IncomingMessage } from 'node:http'
import { plainText } from '../../text/plain-text.ts'
import type { Timing } from './retry-after.ts'
import { holdsSecret } from './secret-search.ts'

/** What an HTTP server answered, as far as it matters here. */
export interface Answer extends Timing {
  readonly status: number
  /** The header Content-Type, as it came. */
  readonly type: string | undefined
  /** The body, or its beginning. */
  readonly text: string
  /** Whether `text` is the whole body. */
  readonly complete: boolean
}

/**
 * Reads an answer and its body up to `limit` bytes; what is longer is cut off together with its connection. Never
 * rejects: the status of an answer that breaks off counts.
 */
export async function readAnswer(response: IncomingMessage, limit: number): Promise<Answer> {
  const chunks: Uint8Array[] = []
  let length = 0
  let complete = false
  const over = Promise.withResolvers<void>()
  response
    .on('data', (chunk: Uint8Array) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > limit) response.destroy()
    })
    .on('end', () => {
      complete = length <= limit
      over.resolve()
    })
    .on('error', () => over.resolve())
    // What is destroyed here ends without an error.
    .on('close', over.resolve)
  await over.promise
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'],
    date: response.headers.date,
    type: response.headers['content-type'],
    text: Buffer.concat(chunks).subarray(0, limit).toString(),
    complete,
  }
}

/** Whether a web page answered. An empty body is none: some servers give it the type of a page. */
export function isPage({ type = '', text }: Pick<Answer, 'type' | 'text'>): boolean {
  return (
    /^\s*<(?:!doctype html|html)\b/i.test(text) || (/^(?:text\/html|application\/xhtml)/i.test(type) && text !== '')
  )
}

/** Whether it is the page, with status 400, by which nginx asks for a certificate (ngx_http_special_response.c). */
export function wantsCertificate(answer: Pick<Answer, 'status' | 'type' | 'text'>): boolean {
  return answer.status === 400 && isPage(answer) && answer.text.includes('SSL certificate')
}

/** So many characters of what a server wrote are kept, and so many searched for secrets. */
const KEPT = 200
const SEARCHED = 4096

/**
 * The beginning of what a server wrote, on one line and fit for a terminal: at most 200 characters. Nothing of it where
 * it holds a secret in any form: the server may echo what it was sent, and reasons end in the journal and the spool.
 */
export function excerpt(text: string, secrets: readonly string[]): string {
  const line = text.trim().replace(/\s+/g, ' ').slice(0, SEARCHED)
  if (holdsSecret(line, secrets)) return 'what was written there is not kept, as it holds a secret of this host'
  return plainText(line).slice(0, KEPT).toWellFormed()
}
