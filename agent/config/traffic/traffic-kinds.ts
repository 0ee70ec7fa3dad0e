import type { Kind } from '../../../lib/event/catalogue.ts'
import type { GuardMeasure } from '../../../lib/traffic/guard/guard-rule.ts'
import type { TrafficConfig } from './traffic-config.ts'

const KINDS_OF: Readonly<Record<GuardMeasure, readonly Kind[]>> = {
  requests: ['traffic_high', 'traffic_recovered'],
  bytes: ['traffic_high', 'traffic_recovered'],
  errors: ['traffic_errors_high', 'traffic_recovered'],
  silence: ['traffic_silent', 'traffic_resumed'],
}

/** The kinds of events that counting requests can tell, by the rules that are on; none if nobody counts. */
export function trafficKinds(traffic: Pick<TrafficConfig, 'rules' | 'logins'> | undefined): readonly Kind[] {
  if (traffic === undefined) return []
  const ofLogins: readonly Kind[] = traffic.logins === undefined ? [] : ['web_logins_high', 'web_logins_recovered']
  return [...new Set([...traffic.rules.flatMap(({ measure }) => KINDS_OF[measure]), ...ofLogins])]
}
