import type { Change } from './panel-changes.ts'
import { FUNCTIONS, PAGES, WHM_FUNCTIONS, WHM_PAGES } from './panel-functions.ts'
import { allValues, lastValue, type RequestTarget } from './request-target.ts'

const API = /^(?:json|xml)-api$/
const MODULE = ['cpanel_jsonapi_module', 'cpanel_xmlapi_module', 'cpanel.module']
const FUNCTION = ['cpanel_jsonapi_func', 'cpanel_xmlapi_func', 'cpanel.function']

/** The change that a request asks for, in any theme and through any API; undefined where it asks for something else. */
export function changeAskedFor(method: string, target: RequestTarget): Change | undefined {
  return uapiFunction(target) ?? remoteFunction(target) ?? whmFunction(target) ?? sentPage(method, target)
}

function uapiFunction({ path }: RequestTarget): Change | undefined {
  const [execute, module, name = '', ...rest] = path
  const called = execute === 'execute' && rest.length === 0 ? FUNCTIONS.get(name) : undefined
  return called?.module === module ? called?.change : undefined
}

/** Of several functions any counts: which one cPanel obeys is not documented. */
function remoteFunction(target: RequestTarget): Change | undefined {
  const [api = '', name = '', ...rest] = target.path
  if (!API.test(api) || !/^(?:uapi_)?cpanel$/.test(name) || rest.length > 0) return undefined
  const modules = new Set(allValues(target, MODULE))
  const called = allValues(target, FUNCTION).flatMap((name) => FUNCTIONS.get(name) ?? [])
  return called.find(({ module }) => modules.has(module))?.change
}

function whmFunction({ path }: RequestTarget): Change | undefined {
  const [api = '', name = '', ...rest] = path
  return API.test(api) && rest.length === 0 ? WHM_FUNCTIONS.get(name) : undefined
}

function sentPage(method: string, target: RequestTarget): Change | undefined {
  const [scripts = '', name = ''] = target.path
  const isOfWhm = /^scripts\d*$/.test(scripts) && target.path.length === 2
  const page = isOfWhm ? WHM_PAGES.get(name) : PAGES.get(target.path.at(-1) ?? '')
  if (page === undefined) return undefined
  const { sent, change } = page
  const isSent = sent === 'always' || method === 'POST' || sent.some((name) => lastValue(target, name) !== undefined)
  return isSent ? change : undefined
}
