import type { Config } from './config.ts'

/** Whether the collector has work: the configuration names logs or streams, or counts requests or mail. */
export function hasLogs(config: Pick<Config, 'followers' | 'streams' | 'traffic' | 'mail'>): boolean {
  const { followers, streams, traffic, mail } = config
  return followers.length + streams.length > 0 || traffic !== undefined || mail !== undefined
}
