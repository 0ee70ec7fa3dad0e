import type { Tell } from '../../../lib/notice/notice.ts'
import { ActionNeeded, isOutside, messageOf } from '../../../lib/system/errors.ts'
import type { CheckConfig } from '../../config/checks/check-config.ts'
import { PROBES } from '../../probes/probes.ts'
import { watchNotices } from '../notices.ts'
import { preparedChecks } from '../prepared-check.ts'
import { besides } from './besides.ts'
import { checkedPlace } from './checked-place.ts'
import { EVERYWHERE } from './everywhere.ts'
import { configOfFound, type FoundCheck } from './found-check.ts'
import { foundHere } from './found-here.ts'
import { MOST_FOUND, readFound, saveFound } from './found-memory.ts'

/** What finding works with. */
export interface FindingParts {
  /** Those that somebody wrote. */
  readonly written: readonly CheckConfig[]
  /** Where it is remembered. */
  readonly folder: string
  /** Where the files of the host are: `/` but for tests. */
  readonly root: string
  readonly tell: Tell
}

/**
 * The checks that nobody wrote. What was found once stays until it is forgotten: it is the service that stopped
 * listening that somebody wants to hear of.
 */
export class FoundChecks {
  readonly #parts: FindingParts
  readonly #known: Map<string, FoundCheck>
  #fault: string | undefined

  private constructor(parts: FindingParts, known: readonly FoundCheck[]) {
    this.#parts = parts
    this.#known = new Map(known.map((check) => [check.name, check]))
  }

  /** Goes on with what was found before, and looks at the host. */
  static async open(parts: FindingParts): Promise<FoundChecks> {
    const known = await readFound(parts.folder).catch((error: unknown) => {
      parts.tell(watchNotices.unfound(parts.folder, `what was found before cannot be read: ${messageOf(error)}`))
      return []
    })
    const found = new FoundChecks(parts, known.filter(isUsable))
    await found.look()
    return found
  }

  /** Those to run: what somebody wrote is not checked twice. */
  get checks(): readonly CheckConfig[] {
    return besides(this.#parts.written, [...EVERYWHERE, ...this.#known.values()])
  }

  /** Looks at the host once more; whether that changes the checks. */
  async look(): Promise<boolean> {
    const { written, root, tell } = this.#parts
    const { checks, fault } = await foundHere(root)
    if (fault !== undefined && fault !== this.#fault) tell(watchNotices.unfound('watch.auto', fault))
    this.#fault = fault
    const before = JSON.stringify(this.checks)
    const wanted = new Set(besides(written, checks).map(({ name }) => name))
    const news: FoundCheck[] = []
    for (const check of checks.filter((each) => wanted.has(each.name) && this.#hasRoomFor(each))) {
      if (!this.#known.has(check.name)) news.push(check)
      this.#known.set(check.name, check)
    }
    if (JSON.stringify(this.checks) === before) return false
    if (news.length > 0) tell(watchNotices.found(news.map(({ name, found }) => `${name} (${found})`)))
    await this.#save()
    return true
  }

  /** Forgets what was found under a name; whether there was something. */
  async forget(name: string): Promise<boolean> {
    const wasKnown = this.#known.delete(name)
    if (wasKnown) await this.#save()
    return wasKnown
  }

  /** Known services have room, and what looks at another place than they do. */
  #hasRoomFor(check: FoundCheck): boolean {
    if (this.#known.has(check.name)) return true
    const place = checkedPlace(check)
    const others = [...this.#known.values()].map(checkedPlace)
    return this.#known.size < MOST_FOUND && (place === undefined || !others.includes(place))
  }

  async #save(): Promise<void> {
    const { folder, tell } = this.#parts
    try {
      await saveFound(folder, [...this.#known.values()])
    } catch (error) {
      if (!isOutside(error)) throw error
      tell(watchNotices.unfound(folder, `what was found cannot be saved: ${messageOf(error)}`))
    }
  }
}

/** Another version may have checked what this one cannot. */
function isUsable(check: FoundCheck): boolean {
  try {
    return preparedChecks([configOfFound(check)], PROBES).length > 0
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return false
  }
}
