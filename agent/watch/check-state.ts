import type { CheckState } from '../../lib/agent-status/check-states.ts'
import type { Verdict } from '../probes/probe.ts'

/** Each is worse than the one before it. */
const SETTLED = ['up', 'late', 'warning', 'down'] as const

/** What a check is by its last results. */
export type SettledState = (typeof SETTLED)[number]

/** What a run found, or why there was none. `starting`: it failed, but was restarted shortly before. */
export type CheckOutcome = Verdict | 'starting' | 'blocked' | 'maintenance'

/** What is worth telling. `recovered` tells from what. */
export type StateChange = 'down' | 'late' | 'warning' | 'recovered' | 'flapping'

/** What is remembered of a check. All times are in milliseconds since 1970-01-01T00:00:00Z. */
export interface CheckMemory {
  /** Undefined before anything is certain. */
  readonly settled?: SettledState
  /** Since when. */
  readonly settledSince: number
  /** What is shown instead. */
  readonly instead?: 'unknown' | 'blocked' | 'maintenance' | 'off'
  /** Since when what is shown holds. */
  readonly since: number
  /** Results in a row that speak for another state. */
  readonly streak?: { readonly toward: SettledState; readonly isWorse: boolean; readonly count: number }
  /** The times of the last changes; no more than make it flap. */
  readonly changes: readonly number[]
  readonly isFlapping: boolean
}

/** What a result does. */
export interface StateStep {
  readonly memory: CheckMemory
  readonly change?: StateChange
  /** Whether it is to be asked again soon, as another state is near. */
  readonly isUnsettled: boolean
}

/** So many good results in a row end what was bad. */
const GOOD = 2

/** More changes than so many within so many milliseconds are flapping, which ends after as long a rest. */
const [MOST_CHANGES, REST] = [4, 30 * 60_000]

const MEANING: Readonly<Record<Exclude<Verdict, 'unknown'>, SettledState>> = {
  ok: 'up',
  late: 'late',
  warning: 'warning',
  failed: 'down',
}

/** What is remembered of a check that never ran. */
export function newMemory(now: number): CheckMemory {
  return { settledSince: now, instead: 'unknown', since: now, changes: [], isFlapping: false }
}

/** How a check is. */
export function stateOf({ instead, isFlapping, settled }: CheckMemory): CheckState {
  return instead ?? (isFlapping ? 'flapping' : (settled ?? 'unknown'))
}

/** What a result makes of a check. So many results in a row make it worse. */
export function step(before: CheckMemory, outcome: CheckOutcome, failures: number, now: number): StateStep {
  const { instead: _instead, ...known } = before
  if (outcome === 'unknown') return dated(before, { memory: { ...known, instead: outcome }, isUnsettled: false }, now)
  if (outcome === 'blocked' || outcome === 'maintenance') {
    // What was seen before a pause says nothing about what comes after it.
    const { streak: _streak, ...rest } = known
    return dated(before, { memory: { ...rest, instead: outcome }, isUnsettled: false }, now)
  }
  if (outcome === 'starting') {
    const { streak: _streak, ...rest } = before
    return { memory: rest, isUnsettled: true }
  }
  const counted = count(known, MEANING[outcome], failures, now)
  const rested = counted.change === undefined ? rest(counted, now) : counted
  return dated(before, rested, now)
}

/** Notes since when what is shown holds. */
function dated(before: CheckMemory, { memory, ...more }: StateStep, now: number): StateStep {
  return { ...more, memory: stateOf(memory) === stateOf(before) ? memory : { ...memory, since: now } }
}

function count(known: CheckMemory, found: SettledState, failures: number, now: number): StateStep {
  const { streak: before, ...rest } = known
  const { settled } = rest
  // The first good result is believed; a bad one speaks against a check that would be good.
  if (settled === undefined && found === 'up')
    return { memory: { ...rest, settled: found, settledSince: now }, isUnsettled: false }
  const isWorse = rank(found) > rank(settled ?? 'up')
  if (found === settled) return { memory: { ...rest, ...unknownIf(settled) }, isUnsettled: false }
  const goesOn = before?.isWorse === isWorse
  const streak = {
    toward: goesOn ? milder(before.toward, found, isWorse) : found,
    isWorse,
    count: goesOn ? before.count + 1 : 1,
  }
  if (streak.count < (isWorse ? failures : GOOD))
    return { memory: { ...rest, streak, ...unknownIf(settled) }, isUnsettled: true }
  return changed(rest, streak.toward, now)
}

/** Of several results that speak against a state, the one nearest to it holds. */
function milder(one: SettledState, other: SettledState, isWorse: boolean): SettledState {
  return rank(one) < rank(other) === isWorse ? one : other
}

function changed(memory: CheckMemory, settled: SettledState, now: number): StateStep {
  const changes = [...memory.changes.filter((time) => time > now - REST), now].slice(-MOST_CHANGES - 1)
  const isFlapping = memory.isFlapping || changes.length > MOST_CHANGES
  const after = { ...memory, settled, settledSince: now, changes, isFlapping }
  if (memory.isFlapping) return { memory: after, isUnsettled: false }
  return { memory: after, change: isFlapping ? 'flapping' : changeTo(settled, memory.settled), isUnsettled: false }
}

function changeTo(settled: SettledState, before: SettledState = 'up'): StateChange {
  return settled === 'up' || rank(settled) < rank(before) ? 'recovered' : settled
}

/** Ends flapping after a rest, and tells how it ended. */
function rest(counted: StateStep, now: number): StateStep {
  const { memory } = counted
  const { changes, isFlapping, settled } = memory
  if (!isFlapping || (changes.at(-1) ?? 0) > now - REST) return counted
  const change = settled === undefined || settled === 'up' ? 'recovered' : settled
  return { ...counted, memory: { ...memory, changes: [], isFlapping: false }, change }
}

function unknownIf(settled: SettledState | undefined): Pick<CheckMemory, 'instead'> {
  return settled === undefined ? { instead: 'unknown' } : {}
}

function rank(settled: SettledState): number {
  return SETTLED.indexOf(settled)
}
