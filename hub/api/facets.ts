import * as v from 'valibot'
import type { FacetsAnswer, FacetValue } from '../contract/event-contract.ts'
import { type FacetColumn, facetCounts } from '../store/ask/facet-counts.ts'
import { hostsOf } from '../store/ask/hosts-of.ts'
import { kindWord, serviceWord, severityWord } from '../store/number-words.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { endingSoon } from './clock-ahead.ts'
import { filterOf, numberUpTo, SPAN, WHICH } from './event-parameters.ts'
import { seconds } from './event-shape.ts'
import { SOUGHT, takeSought } from './sought-parameters.ts'

/** How many events are looked through, and how many values of each facet are told. */
const [MOST, TOP] = [20_000, 50]

const values = v.array(v.object({ value: v.string(), count: v.number() }))

const answer: v.GenericSchema<FacetsAnswer> = v.object({
  total: v.pipe(v.number(), v.description('How many of the events that were looked through fit.')),
  whole: v.pipe(v.boolean(), v.description(`Whether all were looked through, and not only the newest ${MOST}.`)),
  facets: v.object({ severity: values, type: values, host: values, mailbox: values, ip: values, service: values }),
  spans: v.pipe(
    v.array(v.object({ time: seconds, type: v.string(), count: v.number() })),
    v.description('How many of each kind there were within width seconds from a time on; empty without width.'),
  ),
})

/** `GET /api/v1/facets`. */
export const facetsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/facets',
    summary: `What the newest ${MOST} events that fit have in common: the ${TOP} commonest values of each kind.`,
    parameters: {
      ...SPAN,
      ...WHICH,
      ...SOUGHT,
      width: v.exactOptional(numberUpTo(86_400, 'How long the spans are that are counted, in seconds.')),
    },
    answer,
  },
  async ({ width, ...asked }, { store, clock, signal }) => {
    const { others, ...sought } = takeSought(asked)
    const filter = endingSoon(await filterOf({ store }, others), { clock })
    const wish = { ...filter, ...sought, ...(width === undefined ? {} : { width }), most: MOST, top: TOP }
    const { total, whole, counts, spans } = await store.ask(facetCounts, wish, signal)
    const agents = counts.filter(({ facet }) => facet === 'agent').map(({ value }) => Number(value))
    const hosts = new Map(await store.ask(hostsOf, agents))
    const of = (column: FacetColumn, word: (value: string) => string = String): FacetValue[] =>
      counts.filter(({ facet }) => facet === column).map(({ value, count }) => ({ value: word(value), count }))
    const facets = {
      severity: of('severity', (number) => severityWord(Number(number))),
      type: of('kind', (number) => kindWord(Number(number)) ?? 'unknown'),
      host: of('agent', (number) => hosts.get(Number(number)) ?? ''),
      mailbox: of('mailbox'),
      ip: of('ip'),
      service: of('service', (number) => serviceWord(Number(number)) ?? 'unknown'),
    }
    const shown = spans.map(({ time, kind, count }) => ({ time, type: kindWord(kind) ?? 'unknown', count }))
    return { total, whole, facets, spans: shown }
  },
)
