import { definitionOf } from '../../lib/event/catalogue.ts'
import { kindsIn } from '../../lib/event/wish.ts'
import type { Config } from '../config/config.ts'
import { wishesOf } from '../config/receivers/destinations.ts'
import { trafficKinds } from '../config/traffic/traffic-kinds.ts'
import type { Finding } from './finding.ts'

type Told = Pick<Config, 'receivers' | 'events'> &
  Partial<Pick<Config, 'alerts' | 'traffic' | 'minSeverity' | 'contexts'>>

/**
 * Alerts of traffic that are on, and that nobody gets: they are no part of the events that count without `events`. Who
 * does not want their ends may leave those out.
 */
export function unheardFindings(config: Told): readonly Finding[] {
  const heard = new Set(wishesOf(config).flatMap(kindsIn))
  const unheard = trafficKinds(config.traffic).filter(
    (kind) => definitionOf(kind).severity !== 'info' && !heard.has(kind),
  )
  if (unheard.length === 0) return []
  const advice = 'write events: all, or name them in events, beside spoor; or switch the rules off (over: off)'
  return [{ check: 'events', state: 'warning', text: `traffic.alerts: nobody gets ${unheard.join(', ')}: ${advice}.` }]
}
