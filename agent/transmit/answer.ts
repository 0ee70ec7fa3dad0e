import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'

import { plainText } from '../system/plain-text.ts'

/** What an HTTP server answered, as far as it matters here. */
export interface Answer {
  readonly status: number
  /** The header of that name, as it came. */
  readonly retryAfter: string | undefined
  /** The body, or its beginning. */
  readonly text: string
  /** Whether `text` is the whole body. */
  readonly complete: boolean
}

/**
 * Reads the answer of a request that emits `response` and then streams the body, up to `limit` bytes; what is longer is
 * cut off together with its connection. Rejects only where no answer came at all: the status of one that breaks off counts.
 */
export async function readAnswer(request: Readable, limit: number): Promise<Answer> {
  const head: { response?: IncomingMessage } = {}
  request.once('response', (response: IncomingMessage) => {
    head.response = response
  })
  const chunks: Uint8Array[] = []
  let length = 0
  let complete = true
  try {
    for await (const chunk of request) {
      if (!(chunk instanceof Uint8Array)) continue
      chunks.push(chunk)
      length += chunk.length
      complete = length <= limit
      if (!complete) break
    }
  } catch (error) {
    if (head.response === undefined) throw error
    complete = false
  }
  return {
    status: head.response?.statusCode ?? 0,
    retryAfter: head.response?.headers['retry-after'],
    text: Buffer.concat(chunks).subarray(0, limit).toString(),
    complete,
  }
}

/** The beginning of what a server wrote, on one line and fit for a terminal: at most 200 characters. */
export function excerpt(text: string): string {
  return plainText(text.trim().replace(/\s+/g, ' ')).slice(0, 200).toWellFormed()
}
