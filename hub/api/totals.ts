import * as v from 'valibot'
import { TOTALS, TOTALS_KINDS, type TotalsKind } from '../../lib/totals/totals.ts'
import type { TotalsAnswer } from '../contract/totals-contract.ts'
import type { PersonRequest } from '../http/route.ts'
import { everyAgent, type ListedAgent } from '../store/ask/every-agent.ts'
import type { TotalsSums } from '../store/ask/summed-totals.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { agentNamed, HOST, numberUpTo, SPAN } from './event-parameters.ts'
import { seconds } from './event-shape.ts'
import { fleetTotals } from './fleet-totals.ts'
import type { Read } from './parameters.ts'
import { highestFirst, shownKeys } from './totals-order.ts'
import { type TotalsSpan, totalsSpan } from './totals-span.ts'

const text = v.pipe(v.string(), v.minLength(1, 'is empty'), v.maxLength(320, 'is too long'))

const numbers = v.array(v.number())

const shownTotals: v.GenericSchema<TotalsAnswer> = v.object({
  kind: v.picklist(TOTALS_KINDS),
  numbers: v.pipe(v.array(v.string()), v.description('What the numbers are, in their order.')),
  step: v.pipe(v.number(), v.integer(), v.description('Seconds from one point to the next: 60, 3600 or 86400.')),
  points: v.pipe(
    v.array(v.object({ time: seconds, numbers })),
    v.description('The sums of the hosts; a period that nobody told has none.'),
  ),
  keys: v.pipe(
    v.array(v.object({ key: v.string(), numbers })),
    v.description('Virtual hosts, accounts or senders, the highest first; (other) is the rest of them.'),
  ),
  hosts: v.pipe(
    v.array(v.object({ host: v.string(), label: v.string(), numbers })),
    v.description('The hosts that told any, the highest first.'),
  ),
  untold: v.pipe(v.number(), v.integer(), v.description('How many hosts may report, and told none in the span.')),
})

/** Which totals are asked for. */
export const WHICH_TOTALS = {
  kind: v.optional(
    v.pipe(
      v.picklist(TOTALS_KINDS, `is none of ${TOTALS_KINDS.join(', ')}`),
      v.description('Requests by virtual host, mail by account or by sender, or bandwidth by account.'),
    ),
    'traffic',
  ),
  ...SPAN,
  ...HOST,
  label: v.exactOptional(v.pipe(text, v.description('Only hosts with this label.'))),
  key: v.exactOptional(v.pipe(text, v.description('Only this virtual host, account or sender.'))),
  limit: v.optional(numberUpTo(1000, 'How many keys.'), '20'),
} as const

/** `GET /api/v1/totals`. */
export const totalsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/totals',
    summary:
      'What hosts counted: requests by minute, hour or day, mail and bandwidth, summed up over hosts. Default: the last day. The step is a minute within 6 hours, as long as minutes are kept, an hour within 31 days, else a UTC day; whole steps are counted.',
    parameters: WHICH_TOTALS,
    answer: shownTotals,
  },
  askedTotals,
)

/** What hosts counted, as it is asked for. Rejects with `HttpError` if the hub knows no such host. */
export async function askedTotals(
  { kind, key, limit, host, label, ...asked }: Read<typeof WHICH_TOTALS>,
  request: PersonRequest,
): Promise<TotalsAnswer> {
  const agents = await chosen(request, host, label)
  const span = totalsSpan(kind, asked, request)
  const sums = await fleetTotals({ kind, agents, key: kind === 'senders' ? key?.toLowerCase() : key, ...span }, request)
  return shown(kind, span, agents, { ...sums, limit })
}

/** The hosts that are asked for. Rejects with `HttpError` if the hub knows no such host. */
async function chosen(
  { store, clock }: PersonRequest,
  host: string | undefined,
  label: string | undefined,
): Promise<readonly ListedAgent[]> {
  const { agent } = await agentNamed({ store }, host)
  const agents = await store.ask(everyAgent, { now: Math.floor(clock.now() / 1000) })
  return agents.filter((each) => (agent ?? each.id) === each.id && (label ?? each.label) === each.label)
}

function shown(
  kind: TotalsKind,
  { step }: TotalsSpan,
  agents: readonly ListedAgent[],
  { points, keys, agents: sums, limit }: TotalsSums & { readonly limit: number },
): TotalsAnswer {
  const [byAgent, byHost] = [new Map(sums), new Map(agents.map((each) => [each.host, each]))]
  const told = agents.flatMap(({ id, host }) => {
    const ofHost = byAgent.get(id)
    return ofHost === undefined ? [] : [[host, ofHost] as const]
  })
  return {
    kind,
    numbers: [...TOTALS[kind].numbers],
    step,
    points: points.toSorted(([one], [other]) => one - other).map(([time, each]) => ({ time, numbers: each })),
    keys: shownKeys(kind, keys, limit).map(([key, each]) => ({ key, numbers: each })),
    hosts: highestFirst(kind, told).map(([host, each]) => ({
      host,
      label: byHost.get(host)?.label ?? '',
      numbers: each,
    })),
    untold: agents.filter(({ id, identifiers }) => identifiers.length > 0 && !byAgent.has(id)).length,
  }
}
