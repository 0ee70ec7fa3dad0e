import * as v from 'valibot'
import type { TrailsAnswer } from '../../contract/trail-contract.ts'
import { blindnessOf } from '../../coverage/blindness.ts'
import { hostSight } from '../../coverage/matrix.ts'
import { coveredAgents } from '../../store/ask/covered-agents.ts'
import { incidentTrails } from '../../store/ask/incident-trails.ts'
import { kindWord } from '../../store/number-words.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'
import { boundsOf } from '../coverage.ts'

/** How many incidents are asked about at once, and how many hosts of each are looked at. */
const [MOST, HOSTS] = [50, 5]

const number = v.pipe(v.number(), v.integer())
const words = v.array(v.string())

const shownTrails: v.GenericSchema<TrailsAnswer> = v.object({
  trails: v.array(
    v.object({
      incident: number,
      kinds: v.pipe(words, v.description('The kinds of its steps.')),
      hosts: v.pipe(words, v.description(`The hosts that it concerns, the first ${HOSTS} by name.`)),
    }),
  ),
  hosts: v.array(
    v.object({
      host: v.string(),
      blind: v.pipe(words, v.description('Kinds of sources that are blind, late or have a gap.')),
      never: v.pipe(words, v.description('Kinds that nothing there is known to tell.')),
    }),
  ),
})

/** `GET /api/v1/trails`. */
export const trailsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/trails',
    summary:
      'How far some incidents went: the kinds of their steps, and which kinds their hosts cannot tell at present.',
    parameters: {
      incidents: v.pipe(
        v.string(),
        v.description(`Their numbers, ${MOST} at most, with commas between them.`),
        v.transform((text) => text.split(',').map((word) => (/^\d{1,15}$/.test(word) ? Number(word) : -1))),
        v.check((ids) => ids.length <= MOST && !ids.includes(-1), `is no list of ${MOST} numbers at most`),
        v.transform((ids) => [...new Set(ids)]),
      ),
    },
    answer: shownTrails,
  },
  async ({ incidents }, request) => {
    const trails = await request.store.ask(incidentTrails, { incidents, hosts: HOSTS })
    const named = [...new Set(trails.flatMap(({ hosts }) => hosts))]
    const bounds = boundsOf(request)
    const agents = await request.store.ask(coveredAgents, { now: bounds.now, named, limit: MOST * HOSTS })
    return {
      trails: trails.map(({ incident, kinds, hosts }) => ({
        incident,
        kinds: kinds.map((kind) => kindWord(kind) ?? 'unknown'),
        hosts: [...hosts],
      })),
      hosts: agents.map((agent) => {
        const { host, blind, never } = blindnessOf(hostSight(agent, bounds))
        return { host: host.toLowerCase(), blind: [...blind], never: [...never] }
      }),
    }
  },
)
