import { HttpError, type HttpProblem, PROBLEMS } from '../http/errors.ts'
import type { HubAnswer, HubRequest, Route } from '../http/route.ts'
import type { ConsoleFiles } from './console-file.ts'
import { safetyHeaders } from './console-headers.ts'
import { errorPage, type PageLook } from './error-page.ts'

const ALL: readonly HttpProblem[] = Object.values(PROBLEMS)

const VARY = { vary: 'accept' }

/**
 * What an error means, by its number: where the link of each error leads. A browser gets a page, which needs no script;
 * programs get JSON. `failed` answers a browser that asks for a number that does not exist.
 */
export function explainedErrors(
  files: () => Promise<ConsoleFiles>,
  failed: (request: HubRequest, error: HttpError) => Promise<HubAnswer>,
): Route {
  return {
    method: 'GET',
    path: '/errors/:code',
    caller: 'anybody',
    answer: async (request) => {
      const problem = ALL.find(({ code }) => String(code) === request.parameters['code'])
      const isPage = takesPages(request)
      if (problem === undefined) {
        const error = new HttpError(PROBLEMS.unknownPath, { headers: VARY })
        if (isPage) return failed(request, error)
        throw error
      }
      if (!isPage) return { status: 200, headers: VARY, body: { json: problem } }
      const headers = { ...safetyHeaders(request.origin), ...VARY }
      const text = errorPage(problem, lookOf(await files()))
      return { status: 200, headers, body: { type: 'text/html; charset=utf-8', text } }
    },
  }
}

/** Whether a browser asks for a page: what programs ask for is JSON. */
export function takesPages({ headers }: HubRequest): boolean {
  return headers.accept?.includes('text/html') === true
}

function lookOf(files: ConsoleFiles): PageLook {
  const first = (type: string): string | undefined => [...files].find(([, file]) => file.type.startsWith(type))?.[0]
  return { style: first('text/css'), icon: first('image/svg') }
}
