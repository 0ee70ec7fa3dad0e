import type { Config } from './config.ts'

/** Whether the collector has work: the configuration names logs or streams, or counts requests. */
export function hasLogs({ followers, streams, traffic }: Pick<Config, 'followers' | 'streams' | 'traffic'>): boolean {
  return followers.length + streams.length > 0 || traffic !== undefined
}
