import { HttpError, type HttpProblem, PROBLEMS } from './errors.ts'
import type { Route } from './route.ts'

/** What a request asks: the path as it was sent, and the query, decoded. */
export interface Target {
  readonly path: string
  readonly query: URLSearchParams
}

/** A route that fits, and its parameters. */
export interface Found {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

/** The path of a route for what no other route has, or what cannot be read; its parameter `path` says which. */
export const NOWHERE = 'none'

/** Why no route answers a target: it cannot be read, or there is nothing. */
export function problemOfTarget(target: Target): HttpProblem {
  return isReadable(target) ? PROBLEMS.unknownPath : PROBLEMS.malformed
}

/** Finds routes by method and path. */
export class Router {
  /** By the number of the words between slashes: a request is compared with a few of the routes, not with all. */
  readonly #routes: ReadonlyMap<number, readonly Pattern[]>
  /** What answers paths that nothing else does. */
  readonly #nowhere: readonly Route[]

  constructor(routes: readonly Route[]) {
    const patterns = routes.map((route) => ({ route, words: route.path.split('/') }))
    this.#nowhere = routes.filter(({ path }) => path === NOWHERE)
    this.#routes = Map.groupBy(patterns, ({ words }) => words.length)
  }

  /** Throws `HttpError` if there is no route, if the target cannot be read, or if the path takes other methods. */
  routeOf(method: string, target: Target): Found {
    const { path } = target
    const asked = path.split('/')
    const patterns = isReadable(target) ? this.#routes.get(asked.length) : undefined
    const fitting = patterns?.filter(({ words }) => fits(words, asked)) ?? []
    const wanted = method === 'HEAD' ? 'GET' : method
    if (fitting.length === 0) {
      const route = this.#nowhere.find((each) => each.method === wanted)
      if (route === undefined) throw new HttpError(problemOfTarget(target))
      return { route, parameters: { path } }
    }
    const found = fitting.find(({ route }) => route.method === wanted)
    if (found !== undefined) return { route: found.route, parameters: parametersIn(found.words, asked) }
    const allowed = fitting.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]))
    throw new HttpError(PROBLEMS.otherMethod, { headers: { allow: allowed.join(', ') } })
  }
}

/** A route and the words of its path; `:name` stands for any. */
interface Pattern {
  readonly route: Route
  readonly words: readonly string[]
}

function fits(words: readonly string[], asked: readonly string[]): boolean {
  return words.every((word, index) => word === asked[index] || (word.startsWith(':') && asked[index] !== ''))
}

/** What stands in place of each `:name`, in a path that can be read. */
function parametersIn(words: readonly string[], asked: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.flatMap((word, index) =>
      word.startsWith(':') ? [[word.slice(1), decodeURIComponent(asked[index] ?? '')]] : [],
    ),
  )
}

/**
 * Whether all of a target can be decoded. PostgreSQL holds no U+0000, and no name here has one: it is refused before
 * any route can ask the store for it.
 */
function isReadable({ path, query }: Target): boolean {
  try {
    return !decodeURIComponent(path).includes('\0') && !query.toString().includes('%00')
  } catch (error) {
    if (error instanceof URIError) return false
    throw error
  }
}
