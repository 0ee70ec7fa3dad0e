import * as v from 'valibot'
import { type TotalsRow, TOTALS, WHOLE } from '../../lib/totals/totals.ts'
import type { GuardRule, GuardWord } from '../../lib/traffic/guard/guard-rule.ts'
import { savedGuard, TrafficGuard } from '../../lib/traffic/guard/traffic-guard.ts'
import type { FleetTrafficRule } from '../config/traffic-schema.ts'
import type { HubTelling } from '../ingest/told-event.ts'
import type { HostMinute } from '../store/ask/fleet-minute.ts'
import { MINUTE } from '../store/totals/levels.ts'

/** What a rule looks at, as it is saved, so that one that was changed or taken away can end what it said. */
const guarded = v.strictObject({
  name: v.string(),
  measure: v.picklist(['requests', 'bytes', 'errors']),
  over: v.number(),
  window: v.number(),
  clear: v.number(),
  for: v.number(),
  least: v.number(),
  of: v.nullable(v.string()),
})

type Guarded = v.InferOutput<typeof guarded>

/** What a guard of the fleet knows, as plain JSON. */
export const savedFleetGuard = v.strictObject({
  rule: guarded,
  guard: savedGuard,
  /** The host of the last event, and since when it is so, while it is high. */
  agent: v.number(),
  since: v.number(),
})

/** See `savedFleetGuard`. */
export type SavedFleetGuard = v.InferOutput<typeof savedFleetGuard>

const AT = TOTALS.traffic.numbers

/** The rule as it is saved and compared. */
export function guardedOf({ sum, ...rule }: FleetTrafficRule): Guarded {
  const { name, measure, over, window, clear, for: hold, least } = rule
  const named = [sum.vhost, sum.label === undefined ? undefined : `label ${sum.label}`].filter(Boolean)
  return { name, measure, over, window, clear, for: hold, least, of: named.join(', ') || null }
}

/** Judges one rule on the minutes of all hosts. What it says are events of the host that has most of it. */
export class FleetGuard {
  readonly #rule: Guarded
  readonly #guard: TrafficGuard
  readonly #received: number
  #agent: number
  #since: number
  #told: HubTelling[] = []

  /** Begins anew, or where `saved` stands; `received` is when events are told, in seconds. */
  constructor(rule: Guarded, received: number, saved?: SavedFleetGuard) {
    this.#rule = rule
    this.#received = received
    this.#agent = saved?.agent ?? 0
    this.#since = saved?.since ?? 0
    const say = (word: GuardWord): void => this.#say(word)
    this.#guard = new TrafficGuard(ruleOf(rule), MINUTE, say, saved?.guard)
  }

  /** Hears of a minute, which is complete then, and returns what is to be told. */
  judge(start: number, hosts: readonly HostMinute[], { sum }: Pick<FleetTrafficRule, 'sum'>): readonly HubTelling[] {
    let [most, agent] = [0, 0]
    for (const host of hosts) {
      if (sum.label !== undefined && host.label !== sum.label) continue
      const amounts = amountsOf(host.rows, sum.vhost)
      this.#guard.count({ start, at: start, ...amounts })
      if (amounts[this.#rule.measure] <= most && agent !== 0) continue
      most = amounts[this.#rule.measure]
      agent = host.agent
    }
    if (!this.#guard.isHigh && agent !== 0) this.#agent = agent
    this.#guard.passed(start + MINUTE)
    return this.#take()
  }

  /** Ends a guard whose rule is gone. */
  end(): readonly HubTelling[] {
    this.#guard.end()
    return this.#take()
  }

  /** What it knows. */
  saved(): SavedFleetGuard {
    return { rule: this.#rule, guard: this.#guard.saved(), agent: this.#agent, since: this.#since }
  }

  #take(): readonly HubTelling[] {
    const told = this.#told
    this.#told = []
    return told
  }

  #say({ says, value, limit, at }: GuardWord): void {
    const end = at + MINUTE
    if (says === 'high') this.#since = end
    const { name, measure, of, window } = this.#rule
    const shown = (number: number): number => Math.round(measure === 'errors' ? number * 100 : number)
    const amounts = { value: shown(value), limit: shown(limit), seconds: window }
    this.#told.push({
      kind: says === 'high' ? 'fleet_traffic_high' : 'fleet_traffic_recovered',
      agent: this.#agent,
      time: Number.isFinite(end) ? end : this.#received,
      received: this.#received,
      fields: { rule: name, measure, of, ...amounts, since: this.#since },
    })
  }
}

function ruleOf({ measure, over, window, clear, for: hold, least }: Guarded): GuardRule {
  return { measure, over, window, clear, for: hold, least, judges: 'closed intervals' }
}

interface FleetAmounts {
  readonly requests: number
  readonly bytes: number
  readonly errors: number
}

/** What a host had in a minute: all of it, or of the virtual hosts that are meant. */
function amountsOf(rows: readonly TotalsRow[], vhost: string | undefined): FleetAmounts {
  const sum = { requests: 0, bytes: 0, errors: 0 }
  for (const [key, ...numbers] of rows) {
    if (vhost === undefined ? key !== WHOLE : key === WHOLE || !fits(key, vhost)) continue
    sum.requests += numbers[AT.indexOf('requests')] ?? 0
    sum.bytes += numbers[AT.indexOf('bytes')] ?? 0
    sum.errors += numbers[AT.indexOf('status_5xx')] ?? 0
  }
  return sum
}

/** Whether a virtual host is the one of a pattern with one `*` at most, in any letters. */
function fits(name: string, pattern: string): boolean {
  const [begin = '', end] = pattern.toLowerCase().split('*')
  const lower = name.toLowerCase()
  if (end === undefined) return lower === begin
  return lower.length >= begin.length + end.length && lower.startsWith(begin) && lower.endsWith(end)
}
