import type { Config } from './config.ts'

/** Whether a configuration names logs, so that the collector has work. */
export function hasLogs({ followers, streams }: Pick<Config, 'followers' | 'streams'>): boolean {
  return followers.length + streams.length > 0
}

/** Whether a configuration names somebody to report to, so that the transmitter has work. */
export function hasReceivers({ receivers }: Pick<Config, 'receivers'>): boolean {
  return receivers.length > 0
}
