import { CONSOLE_PATHS } from '../contract/console-paths.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { HubAnswer, HubRequest, Route } from '../http/route.ts'
import { NOWHERE, problemOfTarget } from '../http/router.ts'
import { type ConsoleFile, type ConsoleFiles, encoded } from './console-file.ts'
import { safetyHeaders } from './console-headers.ts'
import { explainedErrors, takesPages } from './error-route.ts'

/** Names of assets change with their content, so they are kept for ever; the page, which names them, is asked for. */
const [FOR_EVER, ASK_AGAIN] = ['public, max-age=31536000, immutable', 'no-cache']

/** The routes of the console: its page at each of its paths, its assets, and what each error means. */
export function consoleRoutes(load: () => Promise<ConsoleFiles>): readonly Route[] {
  let loaded: Promise<ConsoleFiles> | undefined
  const files = (): Promise<ConsoleFiles> => (loaded ??= load())
  const page = async (request: HubRequest): Promise<HubAnswer> => {
    const file = (await files()).get('/')
    if (file === undefined) throw new HttpError(PROBLEMS.noConsole)
    return answerOf(file, request, ASK_AGAIN)
  }
  const pages = Object.values(CONSOLE_PATHS).map((path): Route => {
    return { method: 'GET', path, caller: 'anybody', answer: page }
  })
  const assets: Route = {
    method: 'GET',
    path: '/assets/:name',
    caller: 'anybody',
    answer: async (request) => {
      const file = (await files()).get(`/assets/${request.parameters['name']}`)
      if (file === undefined) throw new HttpError(PROBLEMS.unknownPath)
      return answerOf(file, request, FOR_EVER)
    },
  }
  // Whoever follows a link that leads nowhere, or that is broken, gets the console, which says so; programs get JSON.
  const failed = async (request: HubRequest, error: HttpError): Promise<HubAnswer> => {
    const headers = { ...request.headers, 'if-none-match': undefined }
    return { ...(await page({ ...request, headers })), status: error.status }
  }
  const nowhere: Route = {
    method: 'GET',
    path: NOWHERE,
    caller: 'anybody',
    answer: async (request) => {
      const { parameters, query } = request
      const { path = '' } = parameters
      const error = new HttpError(problemOfTarget({ path, query }))
      if (!takesPages(request) || path.startsWith('/api/')) throw error
      return failed(request, error)
    },
  }
  return [...pages, assets, explainedErrors(files, failed), nowhere]
}

function answerOf(file: ConsoleFile, { headers, origin }: HubRequest, cache: string): HubAnswer {
  const always = { ...safetyHeaders(origin), 'cache-control': cache, vary: 'accept-encoding', etag: file.etag }
  if (matches(headers['if-none-match'], file.etag)) return { status: 304, headers: always }
  const { bytes, encoding } = encoded(file, headers['accept-encoding'])
  const coding = encoding === undefined ? {} : { 'content-encoding': encoding }
  return { status: 200, headers: { ...always, ...coding }, body: { type: file.type, bytes } }
}

/** Whether a client has this content (RFC 9110, section 13.1.2). */
function matches(asked: string | undefined, etag: string): boolean {
  return asked?.split(',').some((each) => each.trim().replace(/^W\//, '') === etag) ?? false
}
