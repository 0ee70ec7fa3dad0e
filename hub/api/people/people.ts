import * as v from 'valibot'
import type { PeopleAnswer } from '../../contract/access-contract.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { PersonRequest } from '../../http/route.ts'
import { personName } from '../../people/person-name.ts'
import { mayManage, mayOversee } from '../../people/rights.ts'
import { SESSION } from '../../people/session-cookie.ts'
import { everyPerson } from '../../store/ask/every-person.ts'
import { newestDeed } from '../../store/ask/newest-deed.ts'
import { openSessions } from '../../store/ask/open-sessions.ts'
import { addPerson } from '../../store/change/add-person.ts'
import { disablePerson } from '../../store/change/disable-person.ts'
import { enablePerson } from '../../store/change/enable-person.ts'
import { setRole } from '../../store/change/set-role.ts'
import { ROLES } from '../../store/known-person.ts'
import type { Actor } from '../../store/note-audit.ts'
import type { SeenPerson } from '../../store/unless-changed.ts'
import { type ApiRoute, changeRoute, jsonRoute } from '../api-route.ts'
import { seconds } from '../event-shape.ts'
import { seenRevision } from '../seen-revision.ts'
import { refuseInClear } from './clear-text.ts'
import type { PasswordDesk } from './password-desk.ts'
import { newPasswordText } from './password-schema.ts'

const role = v.picklist(ROLES, `is none of ${ROLES.join(', ')}`)

const everybody: v.GenericSchema<PeopleAnswer> = v.object({
  revision: v.pipe(
    v.number(),
    v.integer(),
    v.description('For If-Match: a change of a person is then refused if somebody has changed that person since.'),
  ),
  people: v.array(
    v.object({
      name: v.string(),
      role: v.picklist(ROLES),
      created: seconds,
      disabled: v.nullable(seconds),
      last_login: v.nullable(seconds),
      has_password: v.pipe(v.boolean(), v.description('Without one it is a program, which has only tokens.')),
      has_totp: v.boolean(),
      recovery_codes: v.pipe(v.number(), v.description('How many are left.')),
      sessions: v.pipe(v.number(), v.description('In how many browsers it is signed in.')),
      seen: v.nullable(v.pipe(seconds, v.description('When one of these was used last, to within a minute.'))),
    }),
  ),
})

/** `GET /api/v1/people`. */
export const peopleRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/people',
    right: mayOversee,
    summary: 'Every person, by name.',
    parameters: {},
    answer: everybody,
  },
  async (_, { store, clock }) => {
    const now = Math.floor(clock.now() / 1000)
    const revision = await store.ask(newestDeed, null)
    const sessions = Map.groupBy(await store.ask(openSessions, { now, idle: now - SESSION.idle }), ({ owner }) => owner)
    const people = (await store.ask(everyPerson, null)).map((person) => {
      const own = sessions.get(person.name) ?? []
      return Object.assign(person, { sessions: own.length, seen: own[0]?.seen ?? null })
    })
    return { revision, people }
  },
)

/** `POST /api/v1/people`. */
export function addPersonRoute(desk: PasswordDesk): ApiRoute {
  return changeRoute(
    {
      method: 'POST',
      path: '/api/v1/people',
      right: mayManage,
      summary: 'Adds a person; without a password a program, which has only tokens.',
      body: v.strictObject({
        name: personName,
        role: v.optional(role, 'viewer'),
        password: v.optional(v.nullable(newPasswordText), null),
      }),
      answer: v.object({ name: v.string(), role: v.picklist(ROLES) }),
      status: 201,
    },
    async (body, request) => {
      refuseInClear(request)
      const { name, role } = body
      const password = body.password === null ? null : await desk.hashOf(body.password)
      if (!(await request.store.change(addPerson, { name, role, password, ...doneBy(request) })))
        throw new HttpError(PROBLEMS.personThere)
      return { status: 201, body: { json: { name, role } } }
    },
  )
}

/** `PATCH /api/v1/people/NAME`. */
export const changePersonRoute: ApiRoute = changeRoute(
  {
    method: 'PATCH',
    path: '/api/v1/people/:name',
    right: mayManage,
    summary:
      'Gives a person another role, or lets it in no more (disabled) or again; the last admin stays one. With If-Match only if nobody has changed the person since.',
    body: v.union([v.strictObject({ role }), v.strictObject({ disabled: v.boolean() })]),
    answer: [],
    status: 204,
  },
  async (wanted, request) => {
    const { store } = request
    const change = wishForPerson(request)
    const outcome =
      'role' in wanted
        ? await store.change(setRole, { ...change, role: wanted.role })
        : wanted.disabled
          ? await store.change(disablePerson, change)
          : await store.change(enablePerson, change)
    refuseUndone(outcome)
    if (outcome === 'last_admin') throw new HttpError(PROBLEMS.lastAdmin)
    return { status: 204 }
  },
)

/** When a change is made, and who makes it. */
export function doneBy({ clock, person, address }: PersonRequest): { readonly now: number; readonly by: Actor } {
  return { now: Math.floor(clock.now() / 1000), by: { actor: person.name, address } }
}

/** The person that a path names in any letters, how it was seen if the request says so, and who changes it when. */
export function wishForPerson(request: PersonRequest): SeenPerson & ReturnType<typeof doneBy> {
  const name = (request.parameters['name'] ?? '').toLowerCase()
  return { name, seen: seenRevision(request.headers), ...doneBy(request) }
}

/** Throws `HttpError` if there is no such person, or if somebody has changed it since it was seen. */
export function refuseUndone(outcome: boolean | string): void {
  if (outcome === false || outcome === 'unknown') throw new HttpError(PROBLEMS.unknownPerson)
  if (outcome === 'changed_meanwhile') throw new HttpError(PROBLEMS.changedMeanwhile)
}
