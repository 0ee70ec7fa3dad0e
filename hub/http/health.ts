import { HttpError, PROBLEM_OF_STORE } from './errors.ts'
import { retryLater } from './retry-later.ts'
import type { HubAnswer, Route } from './route.ts'

const OK: HubAnswer = { status: 200, body: { type: 'text/plain', text: 'ok\n' } }

/** Whether the process answers at all. */
export const healthz: Route = {
  method: 'GET',
  path: '/healthz',
  caller: 'anybody',
  answer: async () => OK,
}

/** Whether reports can be stored: what a load balancer asks. */
export const readyz: Route = {
  method: 'GET',
  path: '/readyz',
  caller: 'anybody',
  answer: async ({ readiness }) => {
    const fault = await readiness.fault()
    if (fault === undefined) return OK
    throw new HttpError(PROBLEM_OF_STORE[fault], { headers: retryLater() })
  },
}
