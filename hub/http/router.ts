import { HttpError, PROBLEMS } from './errors.ts'
import type { Route } from './route.ts'

/** A route that fits, and its parameters. */
export interface Found {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

/** The path of a route for paths that no other has; its parameter `path` says which. */
export const NOWHERE = 'none'

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

  /** Throws `HttpError` if there is no route, or if the path takes other methods. */
  routeOf(method: string, path: string): Found {
    const asked = path.split('/')
    const fitting = this.#routes.get(asked.length)?.filter(({ words }) => fits(words, asked)) ?? []
    const wanted = method === 'HEAD' ? 'GET' : method
    if (fitting.length === 0) {
      const route = this.#nowhere.find((each) => each.method === wanted)
      if (route === undefined) throw new HttpError(PROBLEMS.unknownPath)
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

/** What stands in place of each `:name`. */
function parametersIn(words: readonly string[], asked: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.flatMap((word, index) => (word.startsWith(':') ? [[word.slice(1), decoded(asked[index] ?? '')]] : [])),
  )
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch (error) {
    if (error instanceof URIError) throw new HttpError(PROBLEMS.malformed)
    throw error
  }
}
