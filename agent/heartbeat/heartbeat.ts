import { VERSION } from '../../lib/command-line/version.ts'
import { digest } from '../../lib/event/digest.ts'
import type { Event } from '../../lib/event/event.ts'
import type { ProcessIdentity } from '../../lib/system/processes/process-identity.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import type { SavedHeartbeat } from '../spool/positions/saved-heartbeat.ts'
import { FaultsOfLogs } from './faults-of-logs.ts'

/** Starts that are told within an hour; a service that fails all the time is told with their number. */
const MOST_STARTS = 4

const HOUR = 3600

const OF_HOST = { context: 'system', service: null, agent_version: VERSION } as const

/** What a process begins with; times are seconds since 1970-01-01T00:00:00Z. */
export interface HeartbeatStart {
  /** The host name that ids are made with. */
  readonly identity: string
  readonly process: ProcessIdentity
  readonly now: number
  /** What was saved; undefined if nothing ever was. */
  readonly saved: SavedHeartbeat | undefined
  /** When the last process showed that it lived. */
  readonly lastSeen: number | undefined
}

/**
 * What the collector tells of itself, as a fold over the clock and the state of its sources. Each event has an id that
 * follows from what it tells of, so whoever tells it again after a kill tells the same.
 */
export class Heartbeat {
  readonly #identity: string
  readonly #minute: number
  readonly #faults: FaultsOfLogs
  #state: Omit<SavedHeartbeat, 'version' | 'sequence' | 'faults'>

  constructor({ identity, process, now, saved, lastSeen }: HeartbeatStart) {
    this.#identity = identity
    // Five hundred hosts are not to report in the same second.
    this.#minute = Buffer.from(digest(identity, 'minute')).readUInt32BE() % 60
    this.#faults = new FaultsOfLogs(saved?.faults)
    const begun = { process, since: now, isStopped: false, hour: this.#hourAt(now) }
    if (saved === undefined) {
      this.#state = { ...begun, starts: [], waiting: [], untold: { starts: 1, previous: null, unread: null } }
    } else if (isSame(saved.process, process)) {
      this.#state = { ...saved, isStopped: false }
    } else {
      const { starts, waiting } = saved
      this.#state = { ...begun, starts, waiting, untold: startAfter(saved, now, lastSeen) }
    }
  }

  /** What is to be told, each with its id. */
  get waiting(): SavedHeartbeat['waiting'] {
    return this.#state.waiting
  }

  /** What is to be saved before that is sealed. */
  saved(sequence: number): SavedHeartbeat {
    return { version: 1, sequence, ...this.#state, faults: [...this.#faults.told] }
  }

  /** Forgets what is sealed. */
  sealed(isSealed: (id: string) => boolean): void {
    this.#state = { ...this.#state, waiting: this.waiting.filter(({ id }) => !isSealed(id)) }
  }

  /** Looks at the clock, and at the sources if they are told; adds what is to be told. */
  tick(now: number, sources: readonly SourceSnapshot[]): void {
    this.#tellStart(now)
    const hour = this.#hourAt(now)
    // A clock that was put back says no hour twice, and one that was far ahead silences nobody.
    if (hour > this.#state.hour) this.#add(this.#alive(now), String(hour))
    if (hour > this.#state.hour || hour < this.#state.hour - 1) this.#state = { ...this.#state, hour }
    for (const { event, since } of this.#faults.look(sources, now)) {
      const of = event.type === 'source_recovered' ? event.log_fault : ''
      this.#add(event, event.source, event.log, of, String(since))
    }
  }

  /** The process is stopped. */
  stop(now: number): void {
    const { since, untold } = this.#state
    // Of a run whose start is not told nothing is.
    const ran = Math.max(0, now - since)
    if (untold === undefined) this.#add({ type: 'agent_stopped', time: now, ...OF_HOST, ran }, ...this.#run)
    this.#state = { ...this.#state, isStopped: true }
  }

  #tellStart(now: number): void {
    const { untold, starts: before, since } = this.#state
    const recent = before.filter((start) => start <= now && start > now - HOUR)
    if (untold === undefined || recent.length >= MOST_STARTS) return
    const { starts, previous: previous_run, unread } = untold
    this.#add({ type: 'agent_started', time: since, ...OF_HOST, previous_run, unread, starts }, ...this.#run)
    this.#state = { ...this.#state, starts: [...recent, now], untold: undefined }
  }

  #alive(now: number): Event {
    return { type: 'agent_alive', time: now, ...OF_HOST, ran: Math.max(0, now - this.#state.since) }
  }

  get #run(): readonly string[] {
    const { bootId, pid, startTime } = this.#state.process
    return [bootId, String(pid), startTime]
  }

  #add(event: Event, ...names: readonly string[]): void {
    const id = digest(this.#identity, 'agent', event.type, ...names)
    if (this.waiting.some((each) => each.id === id)) return
    this.#state = { ...this.#state, waiting: [...this.waiting, { id, event }] }
  }

  /** Hours that begin at the minute of this host. */
  #hourAt(now: number): number {
    return Math.max(0, Math.floor((now - 60 * this.#minute) / HOUR))
  }
}

function startAfter(before: SavedHeartbeat, now: number, lastSeen: number | undefined): SavedHeartbeat['untold'] {
  return {
    starts: (before.untold?.starts ?? 0) + 1,
    previous: before.isStopped ? 'stopped' : 'crashed',
    unread: lastSeen === undefined ? null : Math.max(0, now - lastSeen),
  }
}

function isSame(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startTime === other.startTime && one.bootId === other.bootId
}
