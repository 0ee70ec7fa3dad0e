import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { isOfOtherSite } from '../../http/own-site.ts'
import { noSessionCookie, sessionIn } from '../../people/session-cookie.ts'
import { logOut } from '../../store/change/log-out.ts'
import type { ApiRoute } from '../api-route.ts'

/** `POST /api/v1/logout`: ends the session; one that has ended is no error. */
export const logout: ApiRoute = {
  method: 'POST',
  path: '/api/v1/logout',
  caller: 'anybody',
  description: { summary: 'Ends the session of a browser.', parameters: {}, answer: [], status: 204 },
  answer: async (asked) => {
    if (isOfOtherSite(asked)) throw new HttpError(PROBLEMS.otherSite)
    const { store, clock, headers, origin, address } = asked
    const digest = sessionIn(headers, origin)
    if (digest !== undefined) await store.change(logOut, { digest, address, now: Math.floor(clock.now() / 1000) })
    return { status: 204, headers: noSessionCookie(origin) }
  },
}
