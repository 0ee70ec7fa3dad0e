import * as v from 'valibot'
import type { MeAnswer } from '../../contract/person-contract.ts'
import { mayJudge, mayManage, maySee } from '../../people/rights.ts'
import type { ApiRoute } from '../api-route.ts'
import { seconds } from '../event-shape.ts'

const asker: v.GenericSchema<MeAnswer> = v.object({
  name: v.string(),
  role: v.picklist(['viewer', 'analyst', 'admin']),
  scope: v.picklist(['read', 'write']),
  token: v.nullable(v.pipe(v.string(), v.description('The name of the token; null for a session.'))),
  expires: seconds,
  rights: v.object({ see: v.boolean(), judge: v.boolean(), manage: v.boolean() }),
})

/** `GET /api/v1/me`: who asks, with what, until when, and what that allows. */
export const me: ApiRoute = {
  method: 'GET',
  path: '/api/v1/me',
  caller: 'person',
  right: maySee,
  description: {
    summary: 'Who asks, with what, until when, and what that allows.',
    parameters: {},
    answer: asker,
  },
  answer: async ({ person }) => {
    const { name, role, scope, token, expires } = person
    const rights = { see: maySee(person), judge: mayJudge(person), manage: mayManage(person) }
    return { status: 200, body: { json: { name, role, scope, token, expires, rights } } }
  },
}
