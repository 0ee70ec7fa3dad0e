import * as v from 'valibot'
import { digestOf, newSecret } from '../../lib/credentials/secret.ts'
import type { RotatedSecret } from '../contract/host-contract.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { PersonRequest } from '../http/route.ts'
import { mayManage } from '../people/rights.ts'
import { agentOfHost } from '../store/ask/agent-of-host.ts'
import { forgetAgent } from '../store/change/forget-agent.ts'
import { labelAgent } from '../store/change/label-agent.ts'
import { renameAgent } from '../store/change/rename-agent.ts'
import { revokeAgent } from '../store/change/revoke-agent.ts'
import { rotateSecret } from '../store/change/rotate-secret.ts'
import { type ApiRoute, changeRoute } from './api-route.ts'
import { seconds } from './event-shape.ts'
import { hostNameText } from './host-name-text.ts'
import { refuseInClear } from './people/clear-text.ts'
import { doneBy } from './people/people.ts'
import { shortLabel } from './people/token-schema.ts'

/** `PATCH /api/v1/hosts/NAME`. */
export const changeHostRoute: ApiRoute = changeRoute(
  {
    method: 'PATCH',
    path: '/api/v1/hosts/:name',
    right: mayManage,
    summary: 'Gives a host another name, of which its reports may still carry the former one, or another label.',
    body: v.strictObject({
      name: v.exactOptional(v.pipe(hostNameText, v.description('Its name from now on.'))),
      label: v.exactOptional(v.pipe(shortLabel, v.description('Its label from now on; empty for none.'))),
    }),
    answer: [],
    status: 204,
  },
  async ({ name: to, label }, request) => {
    const { store } = request
    const from = await hostOf(request)
    if (to !== undefined) {
      const outcome = await store.change(renameAgent, { from, to, ...doneBy(request) })
      if (outcome === 'unknown') throw new HttpError(PROBLEMS.unknownHost)
      if (outcome === 'taken') throw new HttpError(PROBLEMS.hostNameTaken)
    }
    if (label !== undefined && !(await store.change(labelAgent, { host: to ?? from, label, ...doneBy(request) })))
      throw new HttpError(PROBLEMS.unknownHost)
    return { status: 204 }
  },
)

/** `POST /api/v1/hosts/NAME/revoke`. */
export const revokeHostRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/hosts/:name/revoke',
    right: mayManage,
    summary: 'Ends the credentials of a host at once; what it reported stays, and so does its name.',
    body: v.strictObject({}),
    answer: [],
    status: 204,
  },
  async (_, request) => {
    const ended = await request.store.change(revokeAgent, { host: await hostOf(request), ...doneBy(request) })
    if (ended === null) throw new HttpError(PROBLEMS.unknownHost)
    return { status: 204 }
  },
)

/** `POST /api/v1/hosts/NAME/forget`. */
export const forgetHostRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/hosts/:name/forget',
    right: mayManage,
    summary:
      'Takes a host whose credentials have ended out of all lists; its events and incidents stay, and its name can be enrolled again.',
    body: v.strictObject({}),
    answer: [],
    status: 204,
  },
  async (_, request) => {
    const outcome = await request.store.change(forgetAgent, { host: await hostOf(request), ...doneBy(request) })
    if (outcome === 'unknown') throw new HttpError(PROBLEMS.unknownHost)
    if (outcome === 'may_report') throw new HttpError(PROBLEMS.hostMayReport)
    return { status: 204 }
  },
)

const DAY = 86_400

const rotatedSecret: v.GenericSchema<RotatedSecret> = v.object({
  identifier: v.string(),
  secret: v.string(),
  previous_until: v.pipe(seconds, v.description('Until then the secret before it counts, too.')),
})

/** `POST /api/v1/hosts/NAME/rotate`. */
export const rotateHostRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/hosts/:name/rotate',
    right: mayManage,
    summary: 'Makes a new secret for a host, which is told only now; the one before it counts for a while.',
    body: v.strictObject({
      grace: v.optional(
        v.pipe(
          v.number(),
          v.integer('is no whole number'),
          v.minValue(0, 'is less than 0'),
          v.maxValue(30 * DAY, 'is more than 30 days'),
          v.description('For how many seconds the secret before it counts, too.'),
        ),
        DAY,
      ),
    }),
    answer: rotatedSecret,
  },
  async ({ grace }, request) => {
    refuseInClear(request)
    const [host, secret, { now, by }] = [await hostOf(request), newSecret(), doneBy(request)]
    const previousUntil = now + grace
    const kept = { host, digest: digestOf(secret), now, previousUntil, by }
    const identifier = await request.store.change(rotateSecret, kept)
    if (identifier === null) throw new HttpError(PROBLEMS.hostRevoked)
    return { status: 200, body: { json: { identifier, secret, previous_until: previousUntil } } }
  },
)

/** The present name of the host of a path, by any of its names. */
async function hostOf({ store, parameters }: PersonRequest): Promise<string> {
  const found = await store.ask(agentOfHost, { host: parameters['name'] ?? '' })
  if (found === null) throw new HttpError(PROBLEMS.unknownHost)
  if (found.isForgotten) throw new HttpError(PROBLEMS.forgottenHost)
  return found.host
}
