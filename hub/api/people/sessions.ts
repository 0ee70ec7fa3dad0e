import * as v from 'valibot'
import type { SessionsAnswer } from '../../contract/access-contract.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { mayManage, maySee } from '../../people/rights.ts'
import { SESSION, sessionIn } from '../../people/session-cookie.ts'
import { openSessions } from '../../store/ask/open-sessions.ts'
import { endSessions } from '../../store/change/end-sessions.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'
import { seconds } from '../event-shape.ts'
import { doneBy, refuseUndone, wishForPerson } from './people.ts'

const answer: v.GenericSchema<SessionsAnswer> = v.object({
  sessions: v.array(
    v.object({
      created: seconds,
      seen: v.pipe(seconds, v.description('When it was used last, to within a minute.')),
      expires: seconds,
      address: v.string(),
      is_this: v.pipe(v.boolean(), v.description('Whether it is the one that asks.')),
    }),
  ),
})

/** `GET /api/v1/me/sessions`. */
export const ownSessionsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/me/sessions',
    summary: 'The browsers in which whoever asks is signed in, the one used last first.',
    parameters: {},
    answer,
  },
  async (_, { store, clock, person, headers, origin }) => {
    const now = Math.floor(clock.now() / 1000)
    const own = person.token === null ? sessionIn(headers, origin) : undefined
    const sessions = await store.ask(openSessions, { now, idle: now - SESSION.idle, owner: person.name })
    return {
      sessions: sessions.map(({ digest, created, seen, expires, address }) => {
        return { created, seen, expires, address, is_this: digest === own }
      }),
    }
  },
)

/** `DELETE /api/v1/me/sessions`. */
export const endOwnSessionsRoute: ApiRoute = {
  method: 'DELETE',
  path: '/api/v1/me/sessions',
  caller: 'person',
  right: maySee,
  description: {
    summary: 'Ends the other sessions of whoever has signed in.',
    parameters: {},
    answer: [],
    status: 204,
  },
  answer: async (request) => {
    const { store, person, headers, origin } = request
    const but = sessionIn(headers, origin)
    if (person.token !== null || but === undefined) throw new HttpError(PROBLEMS.sessionOnly)
    await store.change(endSessions, { name: person.name, but, ...doneBy(request) })
    return { status: 204 }
  },
}

/** `DELETE /api/v1/people/NAME/sessions`. */
export const endSessionsRoute: ApiRoute = {
  method: 'DELETE',
  path: '/api/v1/people/:name/sessions',
  caller: 'person',
  right: mayManage,
  description: { summary: 'Ends the sessions of a person at once.', parameters: {}, answer: [], status: 204 },
  answer: async (request) => {
    refuseUndone(await request.store.change(endSessions, { but: null, ...wishForPerson(request) }))
    return { status: 204 }
  },
}
