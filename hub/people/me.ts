import type { Route } from '../http/route.ts'
import { mayJudge, mayManage, maySee } from './rights.ts'

/** `GET /api/v1/me`: who asks, with what, until when, and what that allows. */
export const me: Route = {
  method: 'GET',
  path: '/api/v1/me',
  caller: 'person',
  right: maySee,
  answer: async ({ person }) => {
    const { name, role, scope, token, expires } = person
    const rights = { see: maySee(person), judge: mayJudge(person), manage: mayManage(person) }
    return { status: 200, body: { json: { name, role, scope, token, expires, rights } } }
  },
}
