import type { Config, Follower } from '../config/config.ts'
import { mailLogs } from './mail/mail-logs.ts'
import { trafficLogs } from './traffic/traffic-logs.ts'

/** The logs that counters count, and the patterns of such logs. */
export function countedLogs({ traffic, mail }: Pick<Config, 'traffic' | 'mail'>): readonly Follower[] {
  return [...(traffic === undefined ? [] : trafficLogs(traffic)), ...(mail === undefined ? [] : mailLogs(mail))]
}
