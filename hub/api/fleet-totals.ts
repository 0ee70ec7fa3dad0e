import { WHOLE } from '../../lib/totals/totals.ts'
import type { HubRequest } from '../http/route.ts'
import { type Summing, summedTotals, type TotalsSums } from '../store/ask/summed-totals.ts'
import { DAY, HOUR, LEVELS } from '../store/totals/levels.ts'
import { NumberSums } from '../store/totals/number-sums.ts'
import type { TotalsSpan } from './totals-span.ts'

/** How many periods are read at a time: a large host's have 16 KiB each, and others are answered in between. */
const PERIODS = 4000

/** What is asked for; all keys if none is named. */
interface FleetSumming extends Omit<Summing, 'agents' | 'key'> {
  readonly agents: readonly { readonly id: number }[]
  readonly key: string | undefined
}

/** What hosts counted in a span, asked for a few hosts at a time. */
export async function fleetTotals(
  summing: FleetSumming,
  hub: Pick<HubRequest, 'store' | 'signal'>,
): Promise<TotalsSums> {
  const { key, ...all } = summing
  const { points, keys, agents } = await inParts({ ...all, key: key ?? WHOLE }, hub)
  if (key !== undefined) return { points, keys, agents }
  // Few periods have all of the keys, as these cost most.
  const sums = new NumberSums<string>()
  for (const part of keySpans(summing))
    for (const [name, numbers] of (await inParts({ ...all, ...part, key }, hub)).keys) sums.add(name, numbers)
  return { points, keys: sums.all, agents }
}

async function inParts(
  { agents, key, ...span }: FleetSumming,
  { store, signal }: Pick<HubRequest, 'store' | 'signal'>,
): Promise<TotalsSums> {
  const [points, keys, byAgent] = [new NumberSums<number>(), new NumberSums<string>(), new NumberSums<number>()]
  const together = Math.max(1, Math.floor((PERIODS * span.step) / Math.max(1, span.until - span.from)))
  for (let at = 0; at < agents.length && !signal.aborted; at += together) {
    const some = agents.slice(at, at + together).map(({ id }) => id)
    const sums = await store.ask(summedTotals, { ...span, agents: some, ...(key !== undefined && { key }) })
    for (const [time, numbers] of sums.points) points.add(time, numbers)
    for (const [name, numbers] of sums.keys) keys.add(name, numbers)
    for (const [agent, numbers] of sums.agents) byAgent.add(agent, numbers)
  }
  return { points: points.all, keys: keys.all, agents: byAgent.all }
}

/** The same span in as few periods as possible: the hours or days that lie in it, and what is left at both ends. */
function keySpans({ kind, step, from, until }: FleetSumming): readonly TotalsSpan[] {
  const wider = LEVELS[kind].sums.find((width) => width > step && width <= (step < HOUR ? HOUR : DAY))
  if (wider === undefined) return [{ step, from, until }]
  const [first, last] = [Math.ceil(from / wider) * wider, Math.floor(until / wider) * wider]
  if (first >= last) return [{ step, from, until }]
  const parts = [
    { step, from, until: first },
    { step: wider, from: first, until: last },
    { step, from: last, until },
  ]
  return parts.filter((part) => part.from < part.until)
}
