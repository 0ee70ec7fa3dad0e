import type * as v from 'valibot'
import type { GuardMeasure } from '../../../lib/traffic/guard/guard-rule.ts'
import type { TrafficConfig, TrafficRule } from './traffic-config.ts'
import type { trafficSection } from './traffic-schema.ts'

type Output = v.InferOutput<typeof trafficSection>

/** What is written about one measure; what it does not have has no effect. */
interface WrittenRule {
  readonly over: number | undefined
  readonly window: number
  readonly least?: number
  readonly clear?: number
  readonly for?: number
  readonly per?: 'host' | 'vhost' | 'both'
}

/** The section `traffic` as it is used. */
export function trafficOf({ logs, interval, out_of_order: outOfOrder, vhosts, alerts }: Output): TrafficConfig {
  const { logins, ...measures } = alerts
  const { over, window, clear } = logins
  return {
    logs: logs.map(({ path, format, vhost }, index) => ({ path, option: `traffic.logs.${index}.path`, format, vhost })),
    interval,
    outOfOrder,
    vhosts,
    rules: (['requests', 'bytes', 'errors', 'silence'] as const).flatMap((name) => rulesOf(name, measures[name])),
    logins: over === undefined ? undefined : { over, window, clear },
  }
}

function rulesOf(
  measure: GuardMeasure,
  { over, window, least = 0, clear = 1, for: hold = 0, per = 'vhost' }: WrittenRule,
): readonly TrafficRule[] {
  if (over === undefined) return []
  const of = per === 'both' ? (['host', 'vhost'] as const) : ([per] as const)
  return [{ measure, over, least, window, clear, for: hold, judges: 'closed intervals', of }]
}
