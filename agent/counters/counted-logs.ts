import type { Config, Follower } from '../config/config.ts'
import { trafficLogs } from './traffic/traffic-logs.ts'

/** The logs that counters count, and the patterns of such logs. */
export function countedLogs({ traffic }: Pick<Config, 'traffic'>): readonly Follower[] {
  return traffic === undefined ? [] : trafficLogs(traffic)
}
