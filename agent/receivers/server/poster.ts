import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Answer } from '../../../lib/http/answers/answer.ts'
import { type ClockReading, clockReading } from '../../../lib/http/answers/clock-reading.ts'
import { createAgents } from '../../../lib/http/connection/agents.ts'
import { type HttpRequest, sendRequest } from '../../../lib/http/request.ts'
import type { Tell } from '../../../lib/notice/notice.ts'
import { elapsed } from '../../../lib/system/clock.ts'
import { codeOf } from '../../../lib/system/errors.ts'
import { debugLog } from '../../debug/debug-log.ts'
import { debugNotices } from '../../debug/debug-notices.ts'
import { apiNotices } from '../notices.ts'
import type { ServerAccess } from './server-access.ts'

/** Sends requests to one server over connections that it keeps open while there is something to send. */
export interface Poster {
  /** Sends a request once, compressed where that is wanted. Rejects with an error that `failureCode` knows. */
  post(request: HttpRequest, signal: AbortSignal): Promise<Answer>
  /** Sends a request once, as it is; rejects likewise. */
  send(request: HttpRequest, signal: AbortSignal): Promise<Answer>
  /** Closes the connections. */
  close(): void
}

/** Who hears about answers besides whoever sends. */
export interface PosterListeners {
  readonly tell: Tell
  /** Gets what each answer shows of the server's clock. */
  readonly onClock?: ((reading: ClockReading) => void) | undefined
}

/** Connects with the first request, not before. A server that refuses compressed bodies gets no more of them. */
export async function createPoster(access: ServerAccess, { tell, onClock }: PosterListeners): Promise<Poster> {
  const agents = await createAgents(access)
  let compresses = access.compression === 'gzip'
  const send = async (request: HttpRequest, signal: AbortSignal): Promise<Answer> => {
    const asked = Date.now()
    const answer = await debugged(request, sendRequest(request, { agents, timeout: access.timeout, signal }))
    const reading = clockReading(answer.headers.date, asked, Date.now())
    if (reading !== undefined) onClock?.(reading)
    return answer
  }
  return {
    async post(request, signal) {
      if (!compresses) return send(request, signal)
      const answer = await send(await compressed(request), signal)
      if (answer.status !== 415) return answer
      // Of several requests under way the first tells.
      if (compresses) tell(apiNotices.compressionRefused(access.option))
      compresses = false
      return send(request, signal)
    },
    send,
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

/** Tells how a request went, without its query, its headers and its body. */
async function debugged({ url, body }: HttpRequest, sent: Promise<Answer>): Promise<Answer> {
  if (!debugLog.has('delivery')) return sent
  const [began, where, bytes] = [elapsed(), url.origin + url.pathname, body?.length ?? 0]
  try {
    const answer = await sent
    debugLog.note('delivery', () => debugNotices.requestAnswered(where, bytes, answer.status, elapsed() - began))
    return answer
  } catch (error) {
    const reason = codeOf(error) ?? 'not sent'
    debugLog.note('delivery', () => debugNotices.requestFailed(where, bytes, reason, elapsed() - began))
    throw error
  }
}

async function compressed({ url, headers, body = Buffer.alloc(0) }: HttpRequest): Promise<HttpRequest> {
  return { url, headers: { ...headers, 'content-encoding': 'gzip' }, body: await promisify(gzip)(body) }
}
