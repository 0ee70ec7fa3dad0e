import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { HostAnswer, HostsAnswer, ListedHost, ShownHost } from '../contract/host-contract.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import { agentOfHost, type FoundAgent } from '../store/ask/agent-of-host.ts'
import { everyAgent, type ListedAgent } from '../store/ask/every-agent.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { seconds } from './event-shape.ts'

const HOST = {
  host: v.string(),
  former_names: v.array(v.string()),
  label: v.string(),
  created: seconds,
  reported: v.nullable(v.pipe(seconds, v.description('When its last report came.'))),
  reports: v.number(),
  last_event: v.nullable(v.pipe(seconds, v.description('The latest time of its events.'))),
  stale: v.pipe(v.number(), v.description('Events that came when they were older than what is kept.')),
  left_out: v.pipe(v.number(), v.description('Entries that quarantine had no room for.')),
  status_at: v.nullable(v.pipe(seconds, v.description('When its agent last said how it is.'))),
  version: v.nullable(v.string()),
  health: v.nullable(v.string()),
  lag: v.nullable(v.pipe(v.number(), v.description('Seconds that its oldest report waited there.'))),
}

/** A host as the list of the API shows it. */
export const listedHost: v.GenericSchema<ListedHost> = v.pipe(
  v.object({ ...HOST, may_report: v.pipe(v.boolean(), v.description('Whether it has credentials that count.')) }),
  v.title('Host'),
)

const everyHost: v.GenericSchema<HostsAnswer> = v.object({ hosts: v.array(listedHost) })

/** `GET /api/v1/hosts`. */
export const hostsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/hosts',
    summary: 'Every host whose agent was enrolled, by name, and how it is.',
    parameters: {},
    answer: everyHost,
  },
  async (_, { store, clock }) => {
    const agents = await store.ask(everyAgent, { now: Math.floor(clock.now() / 1000) })
    return { hosts: agents.map(showListed) }
  },
)

const oneHost: v.GenericSchema<HostAnswer> = v.object({
  host: v.object({
    ...HOST,
    status: v.nullable(v.pipe(v.looseObject({}), v.description('What spoor-agent status said.'))),
  }),
})

/** `GET /api/v1/hosts/NAME`. */
export const hostRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/hosts/:name',
    summary: 'One host, by its present name or a former one, with all that its agent said last about itself.',
    parameters: {},
    answer: oneHost,
  },
  async (_, { store, parameters }) => {
    const found = await store.ask(agentOfHost, { host: parameters['name'] ?? '' })
    if (found === null) throw new HttpError(PROBLEMS.unknownHost)
    if (found.isForgotten) throw new HttpError(PROBLEMS.forgottenHost)
    const status = found.status === null ? null : v.parse(keptStatus, found.status)
    return { host: { ...show(found), status } }
  },
)

/** As the agent's status was checked when it came. */
const keptStatus = v.pipe(foreignJson, v.looseObject({}))

/** A host of the store as lists of the API show it. */
export function showListed(agent: ListedAgent): ListedHost {
  return { ...show(agent), may_report: agent.identifiers.length > 0 }
}

function show(agent: ListedAgent | FoundAgent): ShownHost {
  const { host, formerNames, label, created, reported, reports, last_event, stale, left_out } = agent
  const { status_at, version, health, lag } = agent
  const told = { status_at, version, health, lag }
  return { host, former_names: formerNames, label, created, reported, reports, last_event, stale, left_out, ...told }
}
