import * as v from 'valibot'
import { mayManage } from '../../people/rights.ts'
import { setPassword } from '../../store/change/set-password.ts'
import { setTotp } from '../../store/change/set-totp.ts'
import { type ApiRoute, changeRoute } from '../api-route.ts'
import { refuseInClear } from './clear-text.ts'
import type { PasswordDesk } from './password-desk.ts'
import { newPasswordText } from './password-schema.ts'
import { refuseUndone, wishForPerson } from './people.ts'

/** `PUT /api/v1/people/NAME/password`: for somebody who forgot it. */
export function passwordOfPersonRoute(desk: PasswordDesk): ApiRoute {
  return changeRoute(
    {
      method: 'PUT',
      path: '/api/v1/people/:name/password',
      right: mayManage,
      summary: 'Gives a person another password, and ends the sessions.',
      body: v.strictObject({ password: newPasswordText }),
      answer: [],
      status: 204,
    },
    async (body, request) => {
      refuseInClear(request)
      const password = await desk.hashOf(body.password)
      refuseUndone(await request.store.change(setPassword, { password, ...wishForPerson(request) }))
      return { status: 204 }
    },
  )
}

/** `DELETE /api/v1/people/NAME/totp`: for somebody who lost what makes the codes. */
export const endTotpRoute: ApiRoute = {
  method: 'DELETE',
  path: '/api/v1/people/:name/totp',
  caller: 'person',
  right: mayManage,
  description: {
    summary: 'Ends the one-time codes of a person, and the sessions.',
    parameters: {},
    answer: [],
    status: 204,
  },
  answer: async (request) => {
    refuseUndone(await request.store.change(setTotp, { secret: null, recovery: [], ...wishForPerson(request) }))
    return { status: 204 }
  },
}
