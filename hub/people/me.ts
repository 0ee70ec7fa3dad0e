import * as v from 'valibot'
import type { ApiRoute } from '../api/api-route.ts'
import { mayJudge, mayManage, maySee } from './rights.ts'

const shownPerson = v.object({
  name: v.string(),
  role: v.string(),
  scope: v.string(),
  token: v.nullable(v.string()),
  expires: v.nullable(v.number()),
  rights: v.object({ see: v.boolean(), judge: v.boolean(), manage: v.boolean() }),
})

/** `GET /api/v1/me`: who asks, with what, until when, and what that allows. */
export const me: ApiRoute = {
  method: 'GET',
  path: '/api/v1/me',
  caller: 'person',
  description: { summary: 'Who asks, and what that allows.', parameters: {}, answer: shownPerson },
  right: maySee,
  answer: async ({ person }) => {
    const { name, role, scope, token, expires } = person
    const rights = { see: maySee(person), judge: mayJudge(person), manage: mayManage(person) }
    return { status: 200, body: { json: { name, role, scope, token, expires, rights } } }
  },
}
