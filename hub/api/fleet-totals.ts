import type { HubRequest } from '../http/route.ts'
import { type Summing, summedTotals, type TotalsSums } from '../store/ask/summed-totals.ts'
import { NumberSums } from '../store/totals/number-sums.ts'

/** How many periods are read at a time: a large host's have 16 KiB each, and others are answered in between. */
const PERIODS = 4000

/** What hosts counted in a span, asked for a few hosts at a time. */
export async function fleetTotals(
  {
    agents,
    key,
    ...span
  }: Omit<Summing, 'agents' | 'key'> & {
    readonly agents: readonly { readonly id: number }[]
    readonly key: string | undefined
  },
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
