import { type HttpProblem, HttpError, PROBLEMS } from './errors.ts'
import type { Route } from './route.ts'

const ALL: readonly HttpProblem[] = Object.values(PROBLEMS)

/** What an error means, by its number: where the link of each error leads. docs/hub/operate.md says the same. */
export const explainedError: Route = {
  method: 'GET',
  path: '/errors/:code',
  caller: 'anybody',
  answer: async ({ parameters: { code } }) => {
    const found = ALL.find((problem) => String(problem.code) === code)
    if (found === undefined) throw new HttpError(PROBLEMS.unknownPath)
    return { status: 200, body: { json: found } }
  },
}
