import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { HUB_KINDS } from '../../lib/event/hub-kinds.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { FleetTrafficRule } from '../config/traffic-schema.ts'
import type { HubTelling } from '../ingest/told-event.ts'
import type { HostMinute } from '../store/ask/fleet-minute.ts'
import { FleetGuard, guardedOf, savedFleetGuard, type SavedFleetGuard } from './fleet-guard.ts'

const telling = v.object({
  kind: v.picklist(HUB_KINDS),
  agent: v.number(),
  time: v.number(),
  received: v.number(),
  fields: v.objectWithRest({ since: v.number() }, v.nullable(v.union([v.string(), v.number()]))),
})

const savedGuards = v.pipe(
  foreignJson,
  v.strictObject({ version: v.literal(1), guards: v.array(savedFleetGuard), told: v.array(telling) }),
)

/** What the guards knew after a minute, and what was to be told then. */
export interface FleetTraffic {
  readonly guards: readonly SavedFleetGuard[]
  /** Told again after a kill: these are the same events then. */
  readonly told: readonly HubTelling[]
}

/** What was saved; nothing if it is of another version, or damaged: the guards begin anew then. */
export function readFleetTraffic(state: string): FleetTraffic {
  const { success, output } = v.safeParse(savedGuards, state)
  return success ? output : { guards: [], told: [] }
}

/** The same as JSON. */
export function writeFleetTraffic({ guards, told }: FleetTraffic): string {
  return JSON.stringify({ version: 1, guards, told })
}

/** Judges a minute by all rules. Pure: the same minute after the same state says the same. */
export function judgeMinute(
  { guards }: FleetTraffic,
  rules: readonly FleetTrafficRule[],
  {
    start,
    hosts,
    received,
  }: { readonly start: number; readonly hosts: readonly HostMinute[]; readonly received: number },
): FleetTraffic {
  const known = new Map(guards.map((saved) => [saved.rule.name, saved]))
  const told: HubTelling[] = []
  const next = rules.map((rule) => {
    const guarded = guardedOf(rule)
    const saved = known.get(rule.name)
    const isSame = saved !== undefined && isDeepStrictEqual(saved.rule, guarded)
    if (isSame) known.delete(rule.name)
    const guard = new FleetGuard(guarded, received, isSame ? saved : undefined)
    told.push(...guard.judge(start, hosts, rule))
    return guard.saved()
  })
  // Rules that are gone, or are others by now.
  for (const saved of known.values()) told.unshift(...new FleetGuard(saved.rule, received, saved).end())
  return { guards: next, told }
}
