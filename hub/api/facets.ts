import * as v from 'valibot'
import type { FacetsAnswer, FacetValue } from '../contract/event-contract.ts'
import { type FacetColumn, facetCounts } from '../store/ask/facet-counts.ts'
import { hostsOf } from '../store/ask/hosts-of.ts'
import { kindWord, severityWord } from '../store/number-words.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { filterOf, SPAN, TEXT, WHICH } from './event-parameters.ts'

/** How many events are looked through, and how many values of each facet are told. */
const [MOST, TOP] = [20_000, 50]

const values = v.array(v.object({ value: v.string(), count: v.number() }))

const answer: v.GenericSchema<FacetsAnswer> = v.object({
  total: v.pipe(v.number(), v.description('How many of the events that were looked through fit.')),
  whole: v.pipe(v.boolean(), v.description(`Whether all were looked through, and not only the newest ${MOST}.`)),
  facets: v.object({ severity: values, type: values, host: values, mailbox: values, ip: values }),
})

/** `GET /api/v1/facets`. */
export const facetsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/facets',
    summary: `What the newest ${MOST} events that fit have in common: the ${TOP} commonest values of each kind.`,
    parameters: { ...SPAN, ...WHICH, ...TEXT },
    answer,
  },
  async ({ q, ...asked }, { store }) => {
    const filter = await filterOf({ store }, asked)
    const wish = { ...filter, ...(q === undefined ? {} : { text: q }), most: MOST, top: TOP }
    const { total, whole, counts } = await store.ask(facetCounts, wish)
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
    }
    return { total, whole, facets }
  },
)
