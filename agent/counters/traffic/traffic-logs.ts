import type { Follower } from '../../config/config.ts'
import type { TrafficConfig, TrafficLog } from '../../config/traffic/traffic-config.ts'
import { matchesPattern } from '../../follow/discover.ts'
import { NO_ACCESS_LOG, isAccessLog } from './site-log.ts'

/** What logs of requests are called in positions and `status`. */
const SOURCE = 'traffic'

/** The logs to follow, each from its end: of requests before that nobody wants to be alarmed. */
export function trafficLogs({ logs }: TrafficConfig): readonly Follower[] {
  return logs.map(({ path, option }) => ({
    source: SOURCE,
    option,
    path,
    excludes: NO_ACCESS_LOG,
    optional: false,
    start: 'end',
    zone: undefined,
  }))
}

/** The item of the configuration that a log belongs to; undefined for a log of a folder that is none of requests. */
export function itemOfLog({ logs }: TrafficConfig, path: string): TrafficLog | undefined {
  const item = logs.find((each) => each.path === path || matchesPattern(each.path, path))
  return item !== undefined && (item.path === path || isAccessLog(path)) ? item : undefined
}
