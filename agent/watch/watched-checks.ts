import type { Event } from '../../lib/event/event.ts'
import { debugLog } from '../debug/debug-log.ts'
import { debugNotices } from '../debug/debug-notices.ts'
import type { ProbeResult } from '../probes/probe.ts'
import type { RestartMemory } from '../restarts/restart-limits.ts'
import type { LastCheckRun, ShownCheck } from '../snapshots/watcher-snapshot.ts'
import { certificateEvent, changeEvent, networkDown, networkRecovered } from './check-events.ts'
import type { CheckRecord } from './check-record.ts'
import { type CheckMemory, newMemory, stateOf, step } from './check-state.ts'
import { isMaintained } from './maintenance.ts'
import type { PreparedCheck } from './prepared-check.ts'
import type { CheckRun } from './run-check.ts'
import type { SavedChecks } from './saved-checks.ts'
import { certificateStep } from './told-certificate.ts'

/** So many runs are shown beside each other. */
const MOST_RECENT = 16

/** What came of a run. */
export interface Ran {
  readonly events: readonly Event[]
  /** Whether it is to run again soon. */
  readonly isUnsettled: boolean
}

/** What is known of all checks. Pure but for its memory: the times are given. */
export class WatchedChecks {
  readonly #checks: readonly PreparedCheck[]
  readonly #records: Map<string, CheckRecord>
  /** What checks look at on other machines, by their names: asked for once, as all of them are shown after each run. */
  readonly #targets: ReadonlyMap<string, string | undefined>
  /** Why checks do not run, by their names. */
  readonly #reasons = new Map<string, string>()
  /** How long their last runs took since the start. */
  readonly #recent = new Map<string, number[]>()
  /** What is known of the restarts of their services, by their names. */
  readonly #restarts = new Map<string, RestartMemory>()
  #network: number | undefined
  #version = 0
  /** What is to be told of checks that are not there any more. */
  readonly left: readonly Event[]

  /** `saved`: what was known last; `now` in milliseconds since the epoch, as all times here. */
  constructor(checks: readonly PreparedCheck[], saved: Pick<SavedChecks, 'checks' | 'network'>, now: number) {
    this.#checks = checks
    this.#targets = new Map(checks.map(({ name, probe, settings }) => [name, probe.elsewhere(settings)]))
    const before = new Map(Object.entries(saved.checks))
    const isKept = ([name, { type }]: readonly [string, CheckRecord]): boolean =>
      checks.some((check) => check.name === name && check.type === type)
    this.left = [...before].filter((each) => !isKept(each)).flatMap(([name, record]) => endedBy(name, record, now))
    this.#records = new Map(
      checks.map((check) => {
        const record = before.get(check.name)
        return [check.name, record?.type === check.type ? record : newRecord(check, now)]
      }),
    )
    this.#network = saved.network
  }

  /** Grows with each change that is to be known after a restart. */
  get version(): number {
    return this.#version
  }

  /** All of them, in the order of the configuration. */
  get shown(): readonly ShownCheck[] {
    return this.#checks.map((check) => {
      const { memory, last } = this.#recordOf(check)
      const { name, type } = check
      const [reason, recent, restarts] = [this.#reasons.get(name), this.#recent.get(name), this.#restarts.get(name)]
      const target = this.#targets.get(name)
      return {
        name,
        type,
        state: stateOf(memory),
        since: memory.since,
        ...(target !== undefined && { target }),
        ...(check.isFound === true && { found: true as const }),
        ...(reason !== undefined && { reason }),
        ...(last && { last }),
        ...(restarts && { restarts: { ...restarts, tries: [...restarts.tries] } }),
        ...(recent && { recent }),
      }
    })
  }

  /** Since when the host has no network, in milliseconds since the epoch; undefined while it has one. */
  get network(): number | undefined {
    return this.#network
  }

  /** What is to be known after a restart. */
  get records(): Pick<SavedChecks, 'checks' | 'network'> {
    const checks = Object.fromEntries(this.#records)
    return this.#network === undefined ? { checks } : { checks, network: this.#network }
  }

  /** Why a check does not run now; undefined if it does. */
  pauseOf({ maintenance, after }: PreparedCheck, now: number): 'blocked' | 'maintenance' | undefined {
    if (isMaintained(maintenance, now)) return 'maintenance'
    const { memory } = (after === undefined ? undefined : this.#records.get(after)) ?? {}
    return memory !== undefined && (memory.settled === 'down' || memory.instead === 'blocked') ? 'blocked' : undefined
  }

  /** Notes that a check does not run now, and why, if that is not in the configuration. */
  paused(check: PreparedCheck, pause: 'blocked' | 'maintenance', now: number, reason?: string): void {
    this.#reasons.delete(check.name)
    if (reason !== undefined) this.#reasons.set(check.name, reason)
    const record = this.#recordOf(check)
    this.#put(check.name, { ...record, memory: step(record.memory, pause, check.failures, now).memory })
  }

  /**
   * Notes that what is checked is switched off, and why: it begins anew once it is not. What was wrong with it is over,
   * as for a check that is gone.
   */
  switchedOff({ name, type }: PreparedCheck, reason: string, now: number): readonly Event[] {
    const record = this.#records.get(name)
    this.#reasons.set(name, reason)
    if (record === undefined || record.memory.instead === 'off') return []
    this.#recent.delete(name)
    this.#put(name, { type, memory: { ...newMemory(now), instead: 'off' } })
    return endedBy(name, record, now, 'it is switched off')
  }

  /** Whether one more failure tells that it is down, or the network is known to be: then that is to be asked first. */
  isDoubted(check: PreparedCheck): boolean {
    const { settled, streak } = this.#recordOf(check).memory
    const failures = streak?.isWorse === true ? streak.count : 0
    return this.#network !== undefined || (settled !== 'down' && failures + 1 >= check.failures)
  }

  /** Notes why the host has no network, or that it has one. */
  networkIs(fault: string | undefined, now: number): readonly Event[] {
    const since = this.#network
    if ((fault === undefined) === (since === undefined)) return []
    this.#network = fault === undefined ? undefined : now
    this.#version += 1
    return fault === undefined ? [networkRecovered(now - (since ?? now), now)] : [networkDown(fault, now)]
  }

  /** Whether several failures in a row have told that it is down. */
  isDown(check: PreparedCheck): boolean {
    return this.#recordOf(check).memory.settled === 'down'
  }

  /** Notes what is known of the restarts of its service; undefined where there were none, or nobody can know. */
  restarted({ name }: Pick<PreparedCheck, 'name'>, known: RestartMemory | undefined): void {
    this.#restarts.delete(name)
    if (known !== undefined) this.#restarts.set(name, known)
  }

  /** Notes a result; `isStarting`: its service was restarted so shortly before that a failure says nothing. */
  ran(
    check: PreparedCheck,
    { result, at, took }: Pick<CheckRun, 'result' | 'at' | 'took'>,
    now: number,
    isStarting = false,
  ): Ran {
    const { verdict } = result
    debugLog.note('checks', () => debugNotices.checkRan(check.name, check.type, verdict, took))
    this.#reasons.delete(check.name)
    const before = this.#recordOf(check)
    const outcome = isStarting && result.verdict === 'failed' ? 'starting' : result.verdict
    const { memory, change, isUnsettled } = step(before.memory, outcome, check.failures, now)
    const { certificate: _told, ...kept } = before
    const seen = result.certificate && certificateStep(before.certificate, result.certificate, now)
    const told = seen === undefined ? before.certificate : seen.told
    const last = lastOf(result, at, took, before.last)
    this.#put(check.name, { ...kept, memory, ...(told && { certificate: told }), last })
    this.#recent.set(check.name, [...(this.#recent.get(check.name) ?? []), last.took].slice(-MOST_RECENT))
    const teller = { check: check.name, type: check.type, now }
    const events = [
      ...(change === undefined ? [] : [changeEvent(change, teller, result, lastedIn(before.memory, now))]),
      ...(seen?.news === undefined ? [] : [certificateEvent(seen.news.kind, teller, seen.news.days)]),
    ]
    return { events, isUnsettled }
  }

  /** Forgets what is known of a check; what was wrong with it is over. */
  forget(name: string, now: number): readonly Event[] {
    const [check, record] = [this.#checks.find((each) => each.name === name), this.#records.get(name)]
    if (check === undefined || record === undefined) return []
    this.#recent.delete(name)
    this.#put(name, newRecord(check, now))
    return endedBy(name, record, now)
  }

  #put(name: string, record: CheckRecord): void {
    if (essenceOf(record) !== essenceOf(this.#records.get(name))) this.#version += 1
    this.#records.set(name, record)
  }

  #recordOf(check: PreparedCheck): CheckRecord {
    const record = this.#records.get(check.name)
    if (record === undefined) throw new Error('each check has a record')
    return record
  }
}

/** What of a record is to outlive a restart: not the numbers of each run. */
function essenceOf(record: CheckRecord | undefined): string {
  const { memory, certificate } = record ?? {}
  return JSON.stringify([memory, certificate], (key, value: unknown) => (key === 'streak' ? undefined : value))
}

function newRecord({ type }: PreparedCheck, now: number): CheckRecord {
  return { type, memory: newMemory(now) }
}

/** A run that failed says nothing of the certificate, which is then that of the run before it. */
function lastOf(
  { verdict, text, gauges, certificate }: ProbeResult,
  at: number,
  took: number,
  before: LastCheckRun | undefined,
): LastCheckRun {
  const isUnseen = verdict === 'failed' || verdict === 'unknown'
  const expires = certificate?.expires ?? (isUnseen ? before?.certificate : undefined)
  return {
    at,
    took: Math.round(took),
    text,
    ...(gauges && { gauges: gauges.map((gauge) => ({ ...gauge, of: gauge.of && { ...gauge.of } })) }),
    ...(expires !== undefined && { certificate: expires }),
  }
}

/** For how long it was not as it should be. */
function lastedIn({ isFlapping, since, settledSince }: CheckMemory, now: number): number {
  return now - (isFlapping ? since : settledSince)
}

/** Nobody is to wait for the recovery of what is not checked any more. */
function endedBy(
  name: string,
  { type, memory }: CheckRecord,
  now: number,
  text = 'it is not checked any more',
): readonly Event[] {
  const { settled = 'up', isFlapping } = memory
  if (settled === 'up' && !isFlapping) return []
  const teller = { check: name, type, now }
  return [changeEvent('recovered', teller, { text }, lastedIn(memory, now))]
}
