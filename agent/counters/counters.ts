import type { Config } from '../config/config.ts'
import type { HostedCounter } from './counting.ts'

/**
 * The counters that a configuration asks for; `savedOf` gives what one of this name saved, undefined if nothing. Their
 * code is loaded only then.
 */
export async function countersOf(
  { traffic }: Pick<Config, 'traffic'>,
  savedOf: (name: string) => unknown,
): Promise<readonly HostedCounter[]> {
  if (traffic === undefined) return []
  const { TrafficCounter } = await import('./traffic/traffic-counter.ts')
  const { trafficLogs } = await import('./traffic/traffic-logs.ts')
  const counter = new TrafficCounter(traffic, savedOf('traffic'))
  return [{ name: 'traffic', counter, logs: trafficLogs(traffic), traffic: counter }]
}
