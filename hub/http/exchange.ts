import type { IncomingMessage, ServerResponse } from 'node:http'
import { oneLine } from '../../lib/text/plain-text.ts'
import type { KnownPerson } from '../store/known-person.ts'
import { StoreUnavailable } from '../store/store.ts'
import type { AgentAccess } from './agent-access.ts'
import { answerOf, answerOfFailure, send } from './answering.ts'
import { askerOf } from './either-caller.ts'
import { HttpError, PROBLEMS } from './errors.ts'
import { httpNotices } from './notices.ts'
import type { PersonAccess } from './person-access.ts'
import type { TrustedProxies } from './proxies.ts'
import { readBody, type Reading } from './request-body.ts'
import type { HubAnswer, Hub, HubRequest, Route } from './route.ts'
import type { Router, Target } from './router.ts'

/** What requests are answered with. */
export interface Site {
  readonly hub: Hub
  readonly router: Router
  readonly agents: AgentAccess
  readonly people: PersonAccess
  readonly proxies: TrustedProxies
}

/** A request and its answer as they come from Node, and the path of the route once it is known. */
interface Exchange extends Reading {
  path: string
}

/** Answers one request. Never rejects. */
export async function exchange(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const under: Exchange = { request, response, share: site.hub.waiting.share(), path: 'none' }
  try {
    const answer = await answerTo(site, under).catch((error: unknown) => {
      if (request.socket.destroyed) throw error
      if (error instanceof StoreUnavailable) site.hub.counts.refused(error.reason)
      return answerOfFailure(error) ?? answerOfBug(site, request, error)
    })
    site.hub.counts.answered(request.method ?? '', under.path, answer.status)
    await send(response, answer)
  } catch {
    // The client is gone, or a stream broke off: nobody is left to be told.
    response.destroy()
  } finally {
    under.share.giveBack()
  }
}

async function answerTo(site: Site, under: Exchange): Promise<HubAnswer> {
  const { request } = under
  const target = targetOf(request)
  const { route, parameters } = site.router.routeOf(request.method ?? '', target)
  under.path = route.path
  const asked = { ...site.hub, ...askedBy(site, under), parameters, query: target.query, headers: request.headers }
  const body = async (): Promise<Buffer> => (route.most === undefined ? EMPTY : readBody(under, route.most))
  if (route.caller === 'anybody') return route.answer({ ...asked, body: await body() })
  if (route.caller === 'person') {
    const ask = (): Promise<KnownPerson> => personAllowed(site, route, asked)
    const person = await ask()
    const mayGoOn = async (): Promise<boolean> => (await ask().catch(nobody)) !== undefined
    return route.answer({ ...asked, person, mayGoOn, body: await body() })
  }
  if (route.caller === 'agent or person') {
    const asker = await askerOf(site, route.method, asked)
    if ('person' in asker && !route.right(asker.person)) throw new HttpError(PROBLEMS.noRight)
    return route.answer({ ...asked, asker, body: await body() })
  }
  const agent = await site.agents.agentOf(request.headers.authorization)
  return route.answer({ ...asked, agent, body: await body() })
}

const EMPTY = Buffer.alloc(0)

async function personAllowed(
  { people }: Site,
  { method, right }: Extract<Route, { caller: 'person' }>,
  asked: Parameters<PersonAccess['personOf']>[1],
): Promise<KnownPerson> {
  const person = await people.personOf(method, asked)
  if (!right(person)) throw new HttpError(PROBLEMS.noRight)
  return person
}

function nobody(error: unknown): undefined {
  if (!(error instanceof HttpError)) throw error
}

function askedBy(
  { hub, proxies }: Site,
  { request, response }: Exchange,
): Pick<HubRequest, 'address' | 'isForwarded' | 'origin' | 'signal'> {
  const { address, isSecure, isProxyUnknown } = proxies.clientOf(request)
  if (isProxyUnknown) hub.tell(httpNotices.proxyUnknown(address))
  const gone = new AbortController()
  response.once('close', () => gone.abort(GONE))
  const asTyped = `${isSecure ? 'https' : 'http'}://${request.headers.host ?? ''}`
  return { address, isForwarded: isProxyUnknown, origin: hub.config.public_url ?? asTyped, signal: gone.signal }
}

/** One for all, as to make one for each request costs more than to find its route. */
const GONE = new Error('the client is gone')

/** The target can be a whole URL (RFC 9112, section 3.2.2). */
function targetOf({ url = '/' }: IncomingMessage): Target {
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
