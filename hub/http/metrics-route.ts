import { exposition } from '../../lib/samples/exposition.ts'
import { AddressList } from '../config/address-list.ts'
import { hubRegistry } from '../samples/hub-metrics.ts'
import { HttpError, PROBLEMS } from './errors.ts'
import type { Route } from './route.ts'

/** The numbers of this hub for Prometheus, told only to the addresses that `metrics_from` names. */
export const metrics: Route = {
  method: 'GET',
  path: '/metrics',
  caller: 'anybody',
  answer: async ({ address, isForwarded, config, counts, waiting }) => {
    // Of a proxy that nobody named the address says nothing about who asks.
    if (isForwarded || !new AddressList(config.metrics_from).has(address)) throw new HttpError(PROBLEMS.noMetrics)
    const text = exposition(await hubRegistry(counts, () => waiting.taken).gather())
    return { status: 200, body: { type: 'text/plain; version=0.0.4; charset=utf-8', text } }
  },
}
