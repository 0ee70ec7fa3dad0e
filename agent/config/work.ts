import type { Config } from './config.ts'

/** Whether the collector has work: the configuration names logs or streams. */
export function hasLogs({ followers, streams }: Pick<Config, 'followers' | 'streams'>): boolean {
  return followers.length + streams.length > 0
}
