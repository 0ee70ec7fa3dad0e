import { exposition } from '../../lib/samples/exposition.ts'
import { AddressList } from '../config/address-list.ts'
import { hubRegistry } from '../samples/hub-metrics.ts'
import { judgingLag } from '../store/ask/judging-lag.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { HttpError, PROBLEMS } from './errors.ts'
import type { Route } from './route.ts'

/** The numbers of this hub for Prometheus, told only to the addresses that `metrics_from` names. */
export const metrics: Route = {
  method: 'GET',
  path: '/metrics',
  caller: 'anybody',
  answer: async ({ address, isForwarded, config, store, clock, trustedClock, counts, waiting }) => {
    // Of a proxy that nobody named the address says nothing about who asks.
    if (isForwarded || !new AddressList(config.metrics_from).has(address)) throw new HttpError(PROBLEMS.noMetrics)
    const behind = await judgingBehind(store, clock.now())
    const { collisions } = store
    const readings = { waiting: waiting.taken, behind, collisions, isClockDoubted: trustedClock.isDoubted }
    const text = exposition(await hubRegistry(counts, readings).gather())
    return { status: 200, body: { type: 'text/plain; version=0.0.4; charset=utf-8', text } }
  },
}

/** How many seconds judging is behind; undefined while the store cannot tell: the other numbers matter most then. */
async function judgingBehind(store: Store, now: number): Promise<number | undefined> {
  try {
    const { since } = await store.ask(judgingLag, null)
    return since === null ? 0 : Math.max(0, Math.floor(now / 1000) - since)
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined
    throw error
  }
}
