import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { plainText } from '../../text/plain-text.ts'
import { holdsSecret } from './secret-search.ts'

/** What an HTTP server answered. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** The body, or its beginning. */
  readonly text: string
  /** Whether `text` is the whole body. */
  readonly complete: boolean
}

/**
 * Reads an answer and up to `limit` bytes of its body; closes the connection of a longer one. Never rejects: the status
 * of an answer that breaks off counts.
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
    // A response that is destroyed above ends without an error.
    .on('close', over.resolve)
  await over.promise
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: Buffer.concat(chunks).subarray(0, limit).toString(),
    complete,
  }
}

/** Whether a web page answered. An empty body is none, though some servers give it the type of a page. */
export function isPage({ headers: { 'content-type': type = '' }, text }: Pick<Answer, 'headers' | 'text'>): boolean {
  return (
    /^\s*<(?:!doctype html|html)\b/i.test(text) || (/^(?:text\/html|application\/xhtml)/i.test(type) && text !== '')
  )
}

/** Whether nginx asks for a client certificate, by a page with status 400 (ngx_http_special_response.c). */
export function wantsCertificate(answer: Omit<Answer, 'complete'>): boolean {
  return answer.status === 400 && isPage(answer) && answer.text.includes('SSL certificate')
}

/** Characters of a body that are kept, and that are searched for secrets. */
const KEPT = 200
const SEARCHED = 4096

/**
 * The beginning of a body on one line and safe for a terminal, at most 200 characters. Nothing of it where it holds a
 * secret in any form: a server may echo what it was sent, and excerpts end up in logs.
 */
export function excerpt(text: string, secrets: readonly string[]): string {
  const line = text.trim().replace(/\s+/g, ' ').slice(0, SEARCHED)
  if (holdsSecret(line, secrets)) return 'what was written there is not kept, as it holds a secret of this host'
  return plainText(line).slice(0, KEPT).toWellFormed()
}
