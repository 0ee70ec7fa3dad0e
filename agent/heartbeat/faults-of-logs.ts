import type { EventOf } from '../../lib/event/event.ts'
import { driftOf } from '../snapshots/format-drift.ts'
import { endOfHour, lastHourIn } from '../snapshots/log-habit.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import { stalledSources } from '../snapshots/stalled-sources.ts'
import type { ToldFault } from '../spool/positions/saved-heartbeat.ts'

/** Seconds for which a log is wrong, or right again, before it is told: a rotation takes less. */
const PATIENCE = 300

/** Seconds for which it is remembered that something was told: what comes and goes is told less and less. */
const MEMORY = 86_400

/** So many faults are told at once; of thousands of logs the first ones say enough. */
const MOST = 32

type FaultKind = ToldFault['kind']
type FaultEvent = EventOf<FaultKind>

/** What is wrong with a log, as it would be told. */
interface Fault {
  readonly kind: FaultKind
  readonly source: string
  readonly path: string
  readonly event: FaultEvent
}

/** What is told of a log: that something is wrong, or over; `since` names the fault. */
export interface FaultNews {
  readonly event: FaultEvent | EventOf<'source_recovered'>
  readonly since: number
}

const CAUSES = { source_missing: 'missing', source_stalled: 'stalled', format_drift: 'drift' } as const

/** Tells once that something is wrong with a log, and once that it is over. */
export class FaultsOfLogs {
  readonly #told: Map<string, ToldFault>
  /** Since when something is wrong that is not told yet, or right that was told to be wrong. */
  readonly #pending = new Map<string, number>()

  /** `told` is what was told before, perhaps by another process. */
  constructor(told: readonly ToldFault[] = []) {
    this.#told = new Map(told.map((fault) => [keyOf(fault), fault]))
  }

  /** What is told, and not forgotten. */
  get told(): readonly ToldFault[] {
    return [...this.#told.values()]
  }

  /** What is to be told of sources as they are now, in seconds since 1970-01-01T00:00:00Z. */
  look(sources: readonly SourceSnapshot[], now: number): readonly FaultNews[] {
    const wrong = new Map(faultsOf(sources, now).map((fault) => [keyOf(fault), fault]))
    const followed = new Set(sources.map(({ source, path }) => `${source} ${path}`))
    for (const key of this.#pending.keys()) if (wrong.has(key) === this.#lasts(key)) this.#pending.delete(key)
    const begun = [...wrong.values()].flatMap((fault) => this.#begin(fault, now) ?? [])
    const over = this.told.filter((fault) => fault.ended === undefined && !wrong.has(keyOf(fault)))
    const ended = over.flatMap((fault) => this.#end(fault, now, followed.has(`${fault.source} ${fault.path}`)) ?? [])
    for (const [key, { ended: then }] of this.#told)
      if (then !== undefined && Math.abs(now - then) > MEMORY) this.#told.delete(key)
    return [...begun, ...ended]
  }

  #lasts(key: string): boolean {
    const fault = this.#told.get(key)
    return fault !== undefined && fault.ended === undefined
  }

  #begin({ event, ...fault }: Fault, now: number): FaultNews | undefined {
    const key = keyOf(fault)
    if (this.#lasts(key)) return undefined
    const since = this.#since(key, now)
    const times = this.#told.get(key)?.times ?? 0
    const lasting = this.told.filter(({ ended }) => ended === undefined).length
    if (now - since < Math.min(PATIENCE * 2 ** times, MEMORY) || lasting >= MOST) return undefined
    this.#pending.delete(key)
    this.#told.set(key, { ...fault, since, times: times + 1 })
    return { event, since }
  }

  #end(fault: ToldFault, now: number, isFollowed: boolean): FaultNews | undefined {
    const key = keyOf(fault)
    const ended = this.#since(key, now)
    if (now - ended < PATIENCE) return undefined
    this.#pending.delete(key)
    // Nobody wants to know of one that is not followed any more.
    if (!isFollowed) this.#told.delete(key)
    else this.#told.set(key, { ...fault, ended })
    const { kind, source, path: log, since } = fault
    const lasted = Math.max(0, ended - since)
    const said = { source, log, log_fault: CAUSES[kind], lasted }
    return isFollowed ? { since, event: { type: 'source_recovered', time: now, ...OF_HOST, ...said } } : undefined
  }

  /** Since when it is so; a clock that was put back begins anew. */
  #since(key: string, now: number): number {
    const since = Math.min(this.#pending.get(key) ?? now, now)
    this.#pending.set(key, since)
    return since
  }
}

const OF_HOST = { context: 'system', service: null } as const

function faultsOf(sources: readonly SourceSnapshot[], time: number): readonly Fault[] {
  const missing = sources.flatMap(({ source, path, problem }): readonly Fault[] => {
    const kind = 'source_missing'
    if (problem === undefined) return []
    return [{ kind, source, path, event: { type: kind, time, ...OF_HOST, source, log: path, problem } }]
  })
  const stalled = stalledSources(sources, time * 1000).map(({ source, path, habit }): Fault => {
    const kind = 'source_stalled'
    const lasted = Math.max(0, time - Math.floor(endOfHour(lastHourIn(habit)) / 1000))
    return { kind, source, path, event: { type: kind, time, ...OF_HOST, source, log: path, lasted } }
  })
  const drifted = sources.flatMap((each): readonly Fault[] => {
    const kind = 'format_drift'
    const { source, path } = each
    const drift = driftOf(each)
    if (drift === undefined) return []
    const { ofInterest: examined, unrecognised } = drift
    return [{ kind, source, path, event: { type: kind, time, ...OF_HOST, source, log: path, examined, unrecognised } }]
  })
  return [...missing, ...stalled, ...drifted]
}

function keyOf({ kind, source, path }: Pick<ToldFault, 'kind' | 'source' | 'path'>): string {
  return `${kind} ${source} ${path}`
}
