import * as v from 'valibot'
import type { SetupState } from '../../contract/person-contract.ts'
import { isSetupNeeded } from '../../store/ask/is-setup-needed.ts'
import type { ApiRoute } from '../api-route.ts'

const answer: v.GenericSchema<SetupState> = v.object({
  needed: v.pipe(v.boolean(), v.description('Whether nobody can sign in as an admin yet.')),
})

/** `GET /api/v1/setup`: whether the hub waits for its first admin; that helps nobody who has no setup code. */
export const setupState: ApiRoute = {
  method: 'GET',
  path: '/api/v1/setup',
  caller: 'anybody',
  description: { summary: 'Whether the hub waits for its first admin.', parameters: {}, answer },
  answer: async ({ store }) => ({ status: 200, body: { json: { needed: await store.ask(isSetupNeeded, null) } } }),
}
