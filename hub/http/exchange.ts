import type { IncomingMessage, ServerResponse } from 'node:http'
import { oneLine } from '../../lib/text/plain-text.ts'
import type { AgentAccess } from './agent-access.ts'
import { answerOf, answerOfFailure, send } from './answering.ts'
import { HttpError, PROBLEMS } from './errors.ts'
import { httpNotices } from './notices.ts'
import type { PersonAccess } from './person-access.ts'
import type { TrustedProxies } from './proxies.ts'
import { readBody } from './request-body.ts'
import type { HubAnswer, Hub, HubRequest, Route } from './route.ts'
import { routeOf } from './router.ts'
import type { WaitingShare } from './waiting-bytes.ts'

/** What requests are answered with. */
export interface Site {
  readonly hub: Hub
  readonly routes: readonly Route[]
  readonly agents: AgentAccess
  readonly people: PersonAccess
  readonly proxies: TrustedProxies
}

/** A request and its answer as they come from Node. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Answers one request. Never rejects. */
export async function exchange(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const share = site.hub.waiting.share()
  try {
    const answer = await answerTo(site, { request, response }, share).catch((error: unknown) => {
      if (request.socket.destroyed) throw error
      return answerOfFailure(error) ?? answerOfBug(site, request, error)
    })
    await send(response, answer)
  } catch {
    // The client is gone, or a stream broke off: nobody is left to be told.
    response.destroy()
  } finally {
    share.giveBack()
  }
}

async function answerTo(site: Site, { request, response }: Exchange, share: WaitingShare): Promise<HubAnswer> {
  const { path, query } = targetOf(request)
  const { route, parameters } = routeOf(site.routes, request.method ?? '', path)
  const asked = { ...site.hub, ...askedBy(site, { request, response }), parameters, query, headers: request.headers }
  const body = async (): Promise<Buffer> => {
    if (route.most === undefined) return EMPTY
    if (request.headers.expect !== undefined) response.writeContinue()
    return readBody(request, route.most, share)
  }
  if (route.caller === 'anybody') return route.answer({ ...asked, body: await body() })
  if (route.caller === 'person') {
    const person = await site.people.personOf(route.method, asked)
    if (!route.right(person)) throw new HttpError(PROBLEMS.noRight)
    return route.answer({ ...asked, person, body: await body() })
  }
  const agent = await site.agents.agentOf(request.headers.authorization)
  return route.answer({ ...asked, agent, body: await body() })
}

const EMPTY = Buffer.alloc(0)

function askedBy(
  { hub, proxies }: Site,
  { request, response }: Exchange,
): Pick<HubRequest, 'address' | 'origin' | 'signal'> {
  const { address, isSecure, isProxyUnknown } = proxies.clientOf(request)
  if (isProxyUnknown) hub.tell(httpNotices.proxyUnknown(address))
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const asTyped = `${isSecure ? 'https' : 'http'}://${request.headers.host ?? ''}`
  return { address, origin: hub.config.public_url ?? asTyped, signal: gone.signal }
}

/** The target can be a whole URL (RFC 9112, section 3.2.2). */
function targetOf({ url = '/' }: IncomingMessage): { readonly path: string; readonly query: URLSearchParams } {
  const target = url.replace(/^https?:\/\/[^/?]*/i, '')
  const mark = target.indexOf('?')
  if (mark === -1) return { path: target, query: new URLSearchParams() }
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark)) }
}

function answerOfBug({ hub }: Site, { method = '' }: IncomingMessage, error: unknown): HubAnswer {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  hub.tell(httpNotices.requestFailed(method, oneLine(reason)))
  return answerOf(new HttpError(PROBLEMS.bug))
}
