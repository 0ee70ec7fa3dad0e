import * as v from 'valibot'
import type { AssigneesAnswer } from '../../contract/incident-contract.ts'
import { mayJudge } from '../../people/rights.ts'
import { assignees } from '../../store/ask/assignees.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'

const names: v.GenericSchema<AssigneesAnswer> = v.object({
  assignees: v.pipe(v.array(v.string()), v.description('Names, in their order.')),
})

/** `GET /api/v1/assignees`. */
export const assigneesRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/assignees',
    right: mayJudge,
    summary: 'Who may be the assignee of an incident: their names alone.',
    parameters: {},
    answer: names,
  },
  async (_, { store }) => ({ assignees: [...(await store.ask(assignees, null))] }),
)
