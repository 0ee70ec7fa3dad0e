import type { Tell } from '../../lib/notice/notice.ts'
import { isOutside, messageOf } from '../../lib/system/errors.ts'
import { restartWords } from '../config/checks/restart-target.ts'
import type { Verdict } from '../probes/probe.ts'
import { askByName } from '../requests/name-request.ts'
import { restartNotices } from '../restarts/notices.ts'
import { answerTo, isStarting, type RestartMemory } from '../restarts/restart-limits.ts'
import type { RestartPlaces } from '../restarts/restart-places.ts'
import { readRestarts } from '../restarts/restart-record.ts'
import type { PreparedCheck } from './prepared-check.ts'

/** What was not heard, or was refused, is asked for again after so many milliseconds. */
const ASK_AGAIN = 15 * 60_000

/** What a run of a check came to. */
interface Came {
  readonly verdict: Verdict
  /** Whether the check is down. */
  readonly isDown: boolean
  /** What is known of the service by now. */
  readonly known: RestartMemory | undefined
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Asks for restarts of services that are down. Whether there will be one is decided by root. */
export class RestartWishes {
  readonly #places: Pick<RestartPlaces, 'requests' | 'record'>
  readonly #tell: Tell
  /** Failures in a row of a check, and the restart since which they are counted. */
  readonly #failures = new Map<string, { readonly count: number; readonly since: number }>()
  readonly #asked = new Map<string, number>()

  constructor(places: Pick<RestartPlaces, 'requests' | 'record'>, tell: Tell) {
    this.#places = places
    this.#tell = tell
  }

  /** What root tells of the restarts of a check's service. */
  async knownOf({ restart }: Pick<PreparedCheck, 'restart'>): Promise<RestartMemory | undefined> {
    if (restart === undefined) return undefined
    const record = await readRestarts(this.#places.record).catch((error: unknown) => {
      if (!isOutside(error)) throw error
    })
    return record?.targets[restartWords(restart)]
  }

  /** Asks for a restart if it is time to; resolves with whether the check is to run again soon. */
  async ran(check: PreparedCheck, { verdict, isDown, known, now }: Came): Promise<boolean> {
    if (check.restart === undefined || verdict === 'unknown') return false
    const failures = this.#failuresAfter(check.name, verdict === 'failed', known, now)
    if (!isDown || verdict !== 'failed') return false
    if (failures < check.failures) return true
    return this.#isTime(check, known, now) && this.#ask(check, now)
  }

  /** After a restart it must fail as often as before: else what is slow to start would be restarted for ever. */
  #failuresAfter(name: string, isFailure: boolean, known: RestartMemory | undefined, now: number): number {
    const since = known?.tries.at(-1) ?? 0
    const before = this.#failures.get(name)
    const counted = before?.since === since ? before.count : 0
    const count = isFailure && !isStarting(known, now) ? counted + 1 : 0
    this.#failures.set(name, { count, since })
    return count
  }

  #isTime({ name }: PreparedCheck, known: RestartMemory | undefined, now: number): boolean {
    if (answerTo(known, now).answer === 'waits') return false
    const asked = this.#asked.get(name)
    return asked === undefined || (known?.tries.at(-1) ?? 0) >= asked || Math.abs(now - asked) >= ASK_AGAIN
  }

  /** Whether that could be done. */
  async #ask({ name }: PreparedCheck, now: number): Promise<boolean> {
    const { requests } = this.#places
    try {
      await askByName(requests, name)
      this.#asked.set(name, now)
      return true
    } catch (error) {
      if (!isOutside(error)) throw error
      this.#tell(restartNotices.unasked(requests, messageOf(error)))
      return false
    }
  }
}
