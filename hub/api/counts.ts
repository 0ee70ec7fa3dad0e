import * as v from 'valibot'
import type { CountsAnswer } from '../contract/event-contract.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import { eventCounts } from '../store/ask/event-counts.ts'
import { hostCounts } from '../store/ask/host-counts.ts'
import { kindWord } from '../store/number-words.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { agentNamed, HOST, KIND, numberUpTo, SPAN } from './event-parameters.ts'
import { seconds } from './event-shape.ts'

const WIDTH = { hour: 3600, day: 86_400 } as const

const DEFAULT_SPAN = 7 * 86_400

/** The longest span that is counted, by its step, in seconds. */
const LONGEST = { hour: 31 * 86_400, day: 400 * 86_400 } as const

const spanNote = ' Default: the last seven days. Whole hours are counted.'

const counted: v.GenericSchema<CountsAnswer> = v.object({
  counts: v.array(v.object({ time: seconds, type: v.string(), count: v.pipe(v.number(), v.integer()) })),
})

/** `GET /api/v1/counts`. */
export const countsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/counts',
    // Numbers, and kinds of the catalogue: nobody chose a text in it.
    mayPack: true,
    summary: `How many events of each kind there were by hour or day.${spanNote}`,
    parameters: {
      ...SPAN,
      ...HOST,
      ...KIND,
      every: v.optional(
        v.pipe(v.picklist(['hour', 'day'], 'is neither hour nor day'), v.description('By hour, or by UTC day.')),
        'hour',
      ),
    },
    answer: counted,
  },
  async ({ host, kind, every, ...asked }, { store, clock }) => {
    const span = spanOf(asked, clock.now(), LONGEST[every])
    const whose = await agentNamed({ store }, host)
    const counting = { ...span, ...whose, width: WIDTH[every], ...(kind === undefined ? {} : { kinds: kind }) }
    const counts = await store.ask(eventCounts, counting)
    return { counts: counts.map(({ time, kind: of, count }) => ({ time, type: kindWord(of) ?? 'unknown', count })) }
  },
)

/** `GET /api/v1/counts/hosts`. */
export const hostCountsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/counts/hosts',
    summary: `The hosts that told most events, the one with most first.${spanNote}`,
    parameters: { ...SPAN, ...KIND, limit: v.optional(numberUpTo(1000, 'How many hosts.'), '100') },
    answer: v.object({
      counts: v.array(v.object({ host: v.string(), count: v.pipe(v.number(), v.integer()) })),
    }),
  },
  async ({ kind, limit, ...asked }, { store, clock }) => {
    const span = spanOf(asked, clock.now(), LONGEST.hour)
    const counts = await store.ask(hostCounts, { ...span, limit, ...(kind === undefined ? {} : { kinds: kind }) })
    return { counts: [...counts] }
  },
)

interface Span {
  readonly from: number
  readonly until: number
}

function spanOf(asked: Partial<Span>, now: number, longest: number): Span {
  const { until = Math.floor(now / 1000) + 1 } = asked
  const { from = until - DEFAULT_SPAN } = asked
  if (until - from <= longest) return { from: Math.max(0, from), until }
  const detail = `from and until may be ${longest / 86_400} days apart here.`
  throw new HttpError(PROBLEMS.wrongParameter, { detail })
}
