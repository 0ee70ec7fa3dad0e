import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { isOutside } from '../../lib/system/errors.ts'
import type { ReferenceTarget } from '../config/checks/check-config.ts'
import type { ProbeResult } from '../probes/probe.ts'
import { isStarting } from '../restarts/restart-limits.ts'
import type { RestartPlaces } from '../restarts/restart-places.ts'
import { CheckJournal } from './check-journal.ts'
import type { CheckLog } from './check-log.ts'
import { ForgetRequests } from './forgetting.ts'
import { watchNotices } from './notices.ts'
import { offReason } from './off-switch.ts'
import { networkFault } from './own-network.ts'
import type { PreparedCheck } from './prepared-check.ts'
import { RestartWishes } from './restart-wishes.ts'
import { runCheck } from './run-check.ts'
import { readChecks } from './saved-checks.ts'
import { SystemUpdate } from './system-update.ts'
import type { WatchFolders } from './watch-folders.ts'
import { WatchedChecks } from './watched-checks.ts'

/** What watching works with. */
export interface WatchingParts {
  readonly checks: readonly PreparedCheck[]
  readonly references: readonly ReferenceTarget[]
  readonly folders: Pick<WatchFolders, 'state' | 'inbox'>
  readonly restarts: Pick<RestartPlaces, 'requests' | 'record'>
  readonly clock: Clock
  /** Milliseconds on a clock that never steps. */
  readonly elapsed: () => number
  readonly signal: AbortSignal
  readonly tell: Tell
  /** Hears of each run. */
  readonly log?: Pick<CheckLog, 'ran' | 'held'> | undefined
  /** Called after each run. */
  readonly onRun: () => void
  /** Called with the name of a check that a person wants to be forgotten. */
  readonly onForgotten?: (name: string) => Promise<void>
  /** Where the kernel's files are; `/` but for tests. */
  readonly root?: string
}

/** Runs checks, and remembers and tells what they find. */
export class Watching {
  readonly watched: WatchedChecks
  readonly #parts: WatchingParts
  readonly #journal: CheckJournal
  readonly #update: SystemUpdate
  readonly #wishes: RestartWishes
  readonly #forgetRequests: ForgetRequests
  #look: Promise<string | undefined> | undefined

  private constructor(parts: WatchingParts, watched: WatchedChecks, journal: CheckJournal) {
    this.watched = watched
    this.#parts = parts
    this.#journal = journal
    this.#update = new SystemUpdate(parts.root ?? '/', parts.elapsed)
    this.#wishes = new RestartWishes(parts.restarts, parts.tell)
    this.#forgetRequests = new ForgetRequests(parts.folders.state)
  }

  /** Goes on with what was known last; what is not checked any more is told, and gone. */
  static async open(parts: WatchingParts): Promise<Watching> {
    const { checks, folders, clock, tell } = parts
    const { saved, isLost } = await readChecks(folders.state)
    if (isLost) tell(watchNotices.lost(folders.state))
    const now = clock.now()
    const watched = new WatchedChecks(checks, saved, now)
    const journal = new CheckJournal({ folders, watched, untold: saved.untold, tell })
    await journal.note(watched.left, now)
    return new Watching(parts, watched, journal)
  }

  /** Saves what a process that runs each check once leaves to the next one. */
  keepAll(): Promise<void> {
    return this.#journal.keepAll()
  }

  /** Runs a check unless it is paused or off; resolves, once nothing of it is left, with when it is to run again. */
  readonly run = async (check: PreparedCheck): Promise<'soon' | 'usual'> => {
    const { clock, elapsed, signal, log, onRun } = this.#parts
    await this.#forget()
    if (await this.#rests(check)) {
      onRun()
      return 'usual'
    }
    const run = await runCheck(check, { clock, elapsed, signal })
    if (run === undefined) return 'usual'
    const result = await this.#believed(check, run.result)
    const known = await this.#wishes.knownOf(check)
    this.watched.restarted(check, known)
    const now = clock.now()
    const { events, isUnsettled } =
      result.isOff === true
        ? { events: this.watched.switchedOff(check, result.text, now), isUnsettled: false }
        : this.watched.ran(check, { ...run, result }, now, isStarting(known, now))
    if (result.isOff !== true) log?.ran(check, result, events, now)
    await this.#journal.note(events, now)
    const came = { verdict: result.verdict, isDown: this.watched.isDown(check), known, now }
    const isDoubted = await this.#wishes.ran(check, came)
    onRun()
    await run.ended
    return isUnsettled || isDoubted ? 'soon' : 'usual'
  }

  /** Notes why a check does not run now; false if it does. */
  async #rests(check: PreparedCheck): Promise<boolean> {
    const off = await offReason(check.disabledBy)
    // An update of this host stops nothing elsewhere.
    const updater = check.probe.elsewhere(check.settings) === undefined ? await this.#update.now() : undefined
    const now = this.#parts.clock.now()
    if (off !== undefined) {
      await this.#journal.note(this.watched.switchedOff(check, off, now), now)
      return true
    }
    const pause = this.watched.pauseOf(check, now) ?? (updater === undefined ? undefined : 'maintenance')
    if (pause === undefined) return false
    if (pause === 'maintenance' && updater !== undefined) this.#parts.log?.held(check, now)
    const reason = updater === undefined ? undefined : `${updater} updates the system`
    this.watched.paused(check, pause, now, pause === 'maintenance' ? reason : undefined)
    await this.#journal.note([], now)
    return true
  }

  /** Before a target elsewhere is said to be down, the own network is asked: without one nothing can be said. */
  async #believed(check: PreparedCheck, result: ProbeResult): Promise<ProbeResult> {
    if (check.probe.elsewhere(check.settings) === undefined || result.verdict === 'unknown') return result
    const isFailure = result.verdict === 'failed'
    if (isFailure && !this.watched.isDoubted(check)) return result
    const fault = isFailure ? await this.#networkFault() : undefined
    const now = this.#parts.clock.now()
    await this.#journal.note(this.watched.networkIs(fault, now), now)
    return fault === undefined ? result : { verdict: 'unknown', text: `this host has no network: ${fault}` }
  }

  /** Checks that fail together look together. */
  #networkFault(): Promise<string | undefined> {
    const { root = '/', references, signal } = this.#parts
    this.#look ??= networkFault({ root, references, signal }).finally(() => {
      this.#look = undefined
    })
    return this.#look
  }

  async #forget(): Promise<void> {
    const { clock, onForgotten } = this.#parts
    const names = await this.#forgetRequests.take().catch((error: unknown) => {
      if (!isOutside(error)) throw error
      return []
    })
    const now = clock.now()
    for (const name of names) {
      await this.#journal.note(this.watched.forget(name, now), now)
      await onForgotten?.(name)
    }
  }
}
