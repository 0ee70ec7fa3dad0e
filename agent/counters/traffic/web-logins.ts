import * as v from 'valibot'
import {
  LoginGuard,
  type LoginRule,
  type LoginWord,
  loginAddress,
  readLogins,
} from '../../../lib/traffic/guard/login-guard.ts'
import type { TrafficLine } from '../../../lib/traffic/log-format/traffic-line.ts'

/** Addresses that send passwords between two looks, at most. */
const MOST = 10_000

/** The state: what came since the last look, as address, beginning of its interval and number; and the guard's. */
export const savedWebLogins = v.strictObject({
  came: v.pipe(v.array(v.tuple([v.pipe(v.string(), v.maxLength(64)), v.number(), v.number()])), v.maxLength(MOST * 64)),
  guard: v.unknown(),
})

/** See `savedWebLogins`. */
export type SavedWebLogins = v.InferOutput<typeof savedWebLogins>

/**
 * Passwords that addresses send to web sites. They are judged at each look, in the order of addresses, so that it does
 * not matter in which order logs are read meanwhile.
 */
export class WebLogins {
  readonly #guard: LoginGuard
  readonly #came = new Map<string, Map<number, number>>()

  constructor(rule: LoginRule, say: (word: LoginWord) => void, saved?: SavedWebLogins) {
    this.#guard = new LoginGuard(rule, say, readLogins(saved?.guard))
    for (const [address, start, requests] of saved?.came ?? []) this.#add(address, start, requests)
  }

  /** Hears of a line, as a `TrafficSink` does. */
  counted(line: TrafficLine, start: number): void {
    const address = loginAddress(line)
    if (address !== undefined && !Number.isNaN(start)) this.#add(address, start, 1)
  }

  /** Judges what came since the last look; all intervals are closed that begin before `boundary`. */
  look(boundary: number): void {
    for (const [address, starts] of sorted(this.#came))
      for (const [start, requests] of [...starts].sort(([one], [other]) => one - other))
        this.#guard.count(address, start, requests)
    this.#came.clear()
    if (Number.isFinite(boundary)) this.#guard.passed(boundary)
  }

  /** The state as plain JSON. */
  saved(): SavedWebLogins {
    const came = sorted(this.#came).flatMap(([address, starts]) =>
      [...starts]
        .sort(([one], [other]) => one - other)
        .map(([start, requests]): [string, number, number] => [address, start, requests]),
    )
    return { came, guard: this.#guard.saved() }
  }

  #add(address: string, start: number, requests: number): void {
    const starts = this.#came.get(address) ?? new Map<number, number>()
    if (starts.size === 0 && this.#came.size >= MOST) return
    this.#came.set(address, starts.set(start, (starts.get(start) ?? 0) + requests))
  }
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1))
}
