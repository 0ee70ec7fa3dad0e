import type { Notice, Tell } from '../../lib/notice/notice.ts'
import { elapsed } from '../../lib/system/clock.ts'
import { debugNotices } from './debug-notices.ts'

/** What can be told in detail, each with what that is. */
export const DEBUG_AREAS = {
  follow: 'each file that is opened, and each read of a log',
  spool: 'each report that is sealed',
  delivery: 'each request, with its status and time',
  checks: 'each result of a check',
} as const

/** The name of what can be told in detail. */
export type DebugArea = keyof typeof DEBUG_AREAS

/** All of them. */
export const EVERY_DEBUG_AREA: readonly DebugArea[] = Object.keys(DEBUG_AREAS).filter(isDebugArea)

/** Whether something of that name can be told in detail. */
function isDebugArea(name: string): name is DebugArea {
  return Object.hasOwn(DEBUG_AREAS, name)
}

/** So many details are written in any second; the others are counted. */
const MOST_A_SECOND = 50

/**
 * Details for a person who looks for a fault. While they are off, a call costs one look into an empty set: what they
 * say is made only when it is written. They hold names, numbers and times, never a secret, a line or what a line says.
 */
export class DebugLog {
  readonly #elapsed: () => number
  #areas: ReadonlySet<DebugArea> = new Set()
  #tell: Tell = () => undefined
  #second = -Infinity
  #written = 0
  #held = 0

  /** `elapsed`: milliseconds on a clock that never steps. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  /** From now on tells of these areas, and of no others; says so where that is a change. */
  set(areas: readonly DebugArea[], tell: Tell): void {
    const isSame = this.#areas.size === areas.length && areas.every((area) => this.#areas.has(area))
    this.#areas = new Set(areas)
    this.#tell = tell
    if (!isSame) tell(debugNotices.debugSet(areas))
  }

  /** Whether details of an area are told: for what costs something to know, as the time that something takes. */
  has(area: DebugArea): boolean {
    return this.#areas.size > 0 && this.#areas.has(area)
  }

  /** Tells a detail, which is made only if it is. */
  note(area: DebugArea, make: () => Notice): void {
    if (!this.has(area)) return
    const now = this.#elapsed()
    if (now - this.#second >= 1000) {
      if (this.#held > 0) this.#tell(debugNotices.heldBack(this.#held))
      ;[this.#second, this.#written, this.#held] = [now, 0, 0]
    }
    this.#written += 1
    if (this.#written > MOST_A_SECOND) this.#held += 1
    else this.#tell(make())
  }
}

/** The details of this process: its roles have one configuration. */
export const debugLog = new DebugLog(elapsed)
