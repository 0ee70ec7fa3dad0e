import type { Route } from './route.ts'

/** Whether the process answers at all. */
export const healthz: Route = {
  method: 'GET',
  path: '/healthz',
  caller: 'anybody',
  answer: async () => ({ status: 200, body: { type: 'text/plain', text: 'ok\n' } }),
}
