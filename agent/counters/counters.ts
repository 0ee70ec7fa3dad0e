import { USER_DOMAINS } from '../../lib/system/users/user-domains.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import type { Config, MailConfig } from '../config/config.ts'
import type { TrafficConfig } from '../config/traffic/traffic-config.ts'
import type { HostedCounter } from './counting.ts'
import { mailLogs } from './mail/mail-logs.ts'
import { trafficLogs } from './traffic/traffic-logs.ts'

/**
 * The counters that a configuration asks for; `savedOf` gives what one of this name saved, undefined if nothing. Their
 * code is loaded only then.
 */
export async function countersOf(
  { traffic, mail }: Pick<Config, 'traffic' | 'mail'>,
  savedOf: (name: string) => unknown,
): Promise<readonly HostedCounter[]> {
  return [
    ...(traffic === undefined ? [] : [await ofTraffic(traffic, savedOf('traffic'))]),
    ...(mail === undefined ? [] : [await ofMail(mail, savedOf('mail'))]),
  ]
}

async function ofTraffic(config: TrafficConfig, saved: unknown): Promise<HostedCounter> {
  const { TrafficCounter } = await import('./traffic/traffic-counter.ts')
  const counter = new TrafficCounter(config, saved)
  return { name: 'traffic', counter, logs: trafficLogs(config), traffic: counter }
}

async function ofMail(config: MailConfig, saved: unknown): Promise<HostedCounter> {
  const { MailCounter } = await import('./mail/mail-counter.ts')
  const surroundings = { zone: localZone().name, userDomains: USER_DOMAINS }
  return { name: 'mail', counter: new MailCounter(config, surroundings, saved), logs: mailLogs(config) }
}
