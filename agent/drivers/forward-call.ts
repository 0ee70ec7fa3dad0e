import { allValues, lastValue, type RequestTarget } from './request-target.ts'

/** A request that adds or removes a forward, by its target. */
export interface ForwardCall {
  readonly change: 'added' | 'removed'
  /** Where the removed forward led, as the client wrote it; undefined where it is not in the query. */
  readonly recipient: string | undefined
}

/** One way to change forwards, and the only parameters of its query that are read: never passwords or the rest. */
interface Way {
  readonly change: 'added' | 'removed'
  /** The query names the recipient if it has all of these; the last one is the recipient. */
  readonly recipient: readonly string[]
}

const ADDED: Way = { change: 'added', recipient: [] }
const REMOVED: Way = { change: 'removed', recipient: ['emaildest'] }

/** Functions of UAPI and API 2 by name (https://api.docs.cpanel.net); no two share one. */
const FUNCTIONS: ReadonlyMap<string, Way> = new Map([
  ['add_forwarder', ADDED],
  ['addforward', ADDED],
  ['delete_forwarder', { change: 'removed', recipient: ['address', 'forwarder'] }],
  ['delforward', REMOVED],
])

const API_PATH = /^(?:json|xml)-api\/(?:cpanel|uapi_cpanel)$/
const MODULE = ['cpanel_jsonapi_module', 'cpanel_xmlapi_module', 'cpanel.module']
const FUNCTION = ['cpanel_jsonapi_func', 'cpanel_xmlapi_func', 'cpanel.function']

/** The change of a forward that a request asks for; undefined where it asks for something else. */
export function forwardCall(method: string, target: RequestTarget): ForwardCall | undefined {
  const way = pageWay(method, target) ?? uapiWay(target) ?? remoteApiWay(target)
  return way === undefined ? undefined : { change: way.change, recipient: recipientOf(way, target) }
}

/** The forms of cPanel and webmail, in any theme. */
function pageWay(method: string, target: RequestTarget): Way | undefined {
  const acts = (...parameters: string[]): boolean =>
    method === 'POST' || parameters.some((parameter) => lastValue(target, parameter) !== undefined)
  const page = target.path.at(-1)
  if (page === 'doaddfwd.html') return acts('fwdemail', 'fwdopt') ? ADDED : undefined
  if (page === 'dodelfwd.html') return acts('emaildest') ? REMOVED : undefined
  return undefined
}

function uapiWay({ path }: RequestTarget): Way | undefined {
  const [execute, module, name = '', ...rest] = path
  return execute === 'execute' && module === 'Email' && rest.length === 0 ? FUNCTIONS.get(name) : undefined
}

function remoteApiWay(target: RequestTarget): Way | undefined {
  if (!API_PATH.test(target.path.join('/')) || !allValues(target, MODULE).includes('Email')) return undefined
  const name = allValues(target, FUNCTION).find((name) => FUNCTIONS.has(name))
  return name === undefined ? undefined : FUNCTIONS.get(name)
}

function recipientOf(way: Way, target: RequestTarget): string | undefined {
  const values = way.recipient.map((name) => lastValue(target, name))
  return values.includes(undefined) ? undefined : values.at(-1)
}
