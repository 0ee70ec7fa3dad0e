import * as v from 'valibot'
import type {
  CoverageAnswer,
  HostCoverageAnswer,
  ShownHostSight,
  ShownSourceSight,
} from '../contract/coverage-contract.ts'
import { fleetSight, SightSummary } from '../coverage/fleet.ts'
import { hostSight, type HostSight, type SightBounds, type SourceSight } from '../coverage/matrix.ts'
import { sightOfKinds } from '../coverage/sight-of-kinds.ts'
import { isFault, SIGHT_WORDS } from '../coverage/sight-word.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { PersonRequest } from '../http/route.ts'
import { coveredAgents } from '../store/ask/covered-agents.ts'
import { kindWord } from '../store/number-words.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { agentNamed, HOST as HOST_NAME, KIND, numberUpTo } from './event-parameters.ts'
import { seconds } from './event-shape.ts'

const word = v.pipe(v.picklist(SIGHT_WORDS), v.description('How well it is seen, as in docs/hub/coverage.md.'))

const SIGHT = {
  word,
  since: v.nullable(v.pipe(seconds, v.description('Since when, where it is not well and somebody knows.'))),
  why: v.pipe(v.string(), v.description('Why, in words; empty where all is well.')),
}

const last = v.nullable(v.pipe(seconds, v.description('When it told anything last.')))

const SOURCE = {
  source: v.pipe(v.string(), v.description('The name of the source; rules: what the agent concludes.')),
  path: v.string(),
  ...SIGHT,
  last,
}

const HOST = {
  host: v.string(),
  ...SIGHT,
  heard: v.pipe(seconds, v.description('When anything came from it last.')),
  silent: v.pipe(
    v.boolean(),
    v.description('Whether that is longer ago than coverage.silence, so that nobody knows how its sources are.'),
  ),
}

const counts = v.object({
  blind: v.number(),
  late: v.number(),
  gap: v.number(),
  unknown: v.number(),
  quiet: v.number(),
  seen: v.number(),
  never: v.number(),
})

const fleetCoverage: v.GenericSchema<CoverageAnswer> = v.object({
  summary: v.object({ hosts: counts, sources: counts }),
  hosts: v.array(v.object({ ...HOST, sources: v.array(v.object(SOURCE)) })),
  next: v.nullable(v.string()),
})

/** `GET /api/v1/coverage`. */
export const coverageRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/coverage',
    summary:
      'What is not seen: the hosts and sources that are blind, late, unknown or have a gap, and how many are well; with kinds, of these, and which hosts never tell any.',
    parameters: {
      ...HOST_NAME,
      ...KIND,
      all: v.exactOptional(
        v.pipe(v.picklist(['true', 'false'], 'is neither true nor false'), v.description('Also what is well.')),
      ),
      after: v.exactOptional(v.pipe(v.string(), v.description('The value of next from the page before.'))),
      limit: v.optional(numberUpTo(1000, 'How many hosts at most.'), '100'),
    },
    answer: fleetCoverage,
  },
  async ({ all, after = '', limit, host: name, kind }, request) => {
    const { agent } = await agentNamed(request, name)
    const kinds = kind?.map((number) => kindWord(number) ?? '')
    const isShown = (host: HostSight): boolean => all === 'true' || isFault(host) || host.word === 'never'
    const summary = new SightSummary()
    const shown: HostSight[] = []
    for await (const whole of fleetSight(request.store, boundsOf(request), agent)) {
      const host = kinds === undefined ? whole : sightOfKinds(whole, kinds)
      summary.add(host)
      if (host.host > after && shown.length <= limit && isShown(host)) shown.push(host)
    }
    const page = shown.slice(0, limit)
    const hosts = page.map(({ sources, ...host }) => ({
      ...showHost(host),
      sources: sources.filter((source) => all === 'true' || isFault(source)).map(showSource),
    }))
    return { summary: summary.counts, hosts, next: shown.length > limit ? (page.at(-1)?.host ?? null) : null }
  },
)

const hostCoverage: v.GenericSchema<HostCoverageAnswer> = v.object({
  ...HOST,
  sources: v.array(v.object({ ...SOURCE, kinds: v.array(v.object({ kind: v.string(), word, last })) })),
  never: v.nullable(
    v.pipe(
      v.array(v.string()),
      v.description('Kinds that nothing there is configured to tell; null if its agent does not say.'),
    ),
  ),
})

/** `GET /api/v1/hosts/NAME/coverage`. */
export const hostCoverageRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/hosts/:name/coverage',
    summary: 'How well one host is seen: each source and each kind that it can tell, and what it never tells.',
    parameters: {},
    answer: hostCoverage,
  },
  async (_, request) => {
    const { agent } = await agentNamed(request, request.parameters['name'] ?? '')
    const bounds = boundsOf(request)
    const [found] = await request.store.ask(coveredAgents, {
      now: bounds.now,
      limit: 1,
      ...(agent !== undefined && { agent }),
    })
    if (found === undefined) throw new HttpError(PROBLEMS.revokedHost)
    const { sources, never, ...host } = hostSight(found, bounds)
    return {
      ...showHost(host),
      sources: sources.map((source) =>
        Object.assign(showSource(source), { kinds: source.cells.map((cell) => ({ ...cell })) }),
      ),
      never: never === null ? null : [...never],
    }
  },
)

/** By what sight is judged now. */
export function boundsOf({ clock, config }: Pick<PersonRequest, 'clock' | 'config'>): SightBounds {
  return { now: Math.floor(clock.now() / 1000), silence: Math.floor(config.coverage.silence / 1000) }
}

function showHost({ host, word: of, since, why, heard, silent }: ShownHostSight): ShownHostSight {
  return { host, word: of, since, why, heard, silent }
}

function showSource({ source, path, word: of, since, why, last: at }: SourceSight): ShownSourceSight {
  return { source, path, word: of, since, why, last: at }
}
