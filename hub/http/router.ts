import { HttpError, PROBLEMS } from './errors.ts'
import type { Route } from './route.ts'

/** A route that fits, and its parameters. */
export interface Found {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

/** Finds the route of a request. Throws `HttpError` if there is none, or if the path takes other methods. */
export function routeOf(routes: readonly Route[], method: string, path: string): Found {
  const fitting = routes.flatMap((route) => {
    const parameters = parametersIn(route.path, path)
    return parameters === undefined ? [] : [{ route, parameters }]
  })
  const asked = method === 'HEAD' ? 'GET' : method
  if (fitting.length === 0) {
    const route = routes.find((each) => each.path === 'none' && each.method === asked)
    if (route === undefined) throw new HttpError(PROBLEMS.unknownPath)
    return { route, parameters: { path } }
  }
  const found = fitting.find(({ route }) => route.method === asked)
  if (found !== undefined) return found
  const allowed = fitting.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]))
  throw new HttpError(PROBLEMS.otherMethod, { headers: { allow: allowed.join(', ') } })
}

/** What stands in place of each `:name`; undefined if the path is another. */
function parametersIn(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [names, words] = [pattern.split('/'), path.split('/')]
  if (names.length !== words.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const word = words[index] ?? ''
    if (!name.startsWith(':')) {
      if (name !== word) return undefined
    } else if (word === '') return undefined
    else parameters[name.slice(1)] = decoded(word)
  }
  return parameters
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch (error) {
    if (error instanceof URIError) throw new HttpError(PROBLEMS.malformed)
    throw error
  }
}
