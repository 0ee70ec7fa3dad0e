import * as v from 'valibot'
import { intervalOf } from '../interval.ts'
import { type TrafficLine, RANGE } from '../log-format/traffic-line.ts'
import type { GuardRule, GuardWord } from './guard-rule.ts'
import { TrafficGuard, savedGuard } from './traffic-guard.ts'

/** Addresses that are known at a time; that which sent nothing for longest is forgotten. */
const ADDRESSES = 1000

/** Bytes of an address; more has none. */
const LONGEST_ADDRESS = 64

/** Parts of a window: so far it is exact. */
const PARTS = 10

/** The pages of WordPress to which passwords are sent. */
const PAGES = ['/wp-login.php', '/xmlrpc.php'].map((page) => Buffer.from(page))

const POST = Buffer.from('POST')

/** When too many passwords are tried. */
export interface LoginRule {
  /** More than so many in a window. */
  readonly over: number
  /** In seconds. */
  readonly window: number
  /** The share of `over`, from 0 to 1, down to which it must go before it counts as recovered. */
  readonly clear: number
}

/** What is said of an address. */
export interface LoginWord extends Omit<GuardWord, 'measure'> {
  readonly address: string
}

/** The state of a `LoginGuard`, as plain JSON: addresses in the order in which they last sent something. */
export const savedLogins = v.strictObject({
  version: v.literal(1),
  boundary: v.nullable(v.pipe(v.number(), v.safeInteger())),
  addresses: v.pipe(
    v.array(v.tuple([v.pipe(v.string(), v.maxLength(LONGEST_ADDRESS)), savedGuard])),
    v.maxLength(ADDRESSES),
  ),
})

/** See `savedLogins`. */
export type SavedLogins = v.InferOutput<typeof savedLogins>

/** A saved state; undefined if it is of another version, or damaged: the guard begins anew then. */
export function readLogins(saved: unknown): SavedLogins | undefined {
  const { success, output } = v.safeParse(savedLogins, saved)
  return success ? output : undefined
}

/**
 * Says which addresses try many passwords: POSTs to the login of WordPress, or to its XML-RPC. Whatever the answer, as
 * that is 200 also for a wrong password.
 */
export class LoginGuard {
  readonly #rule: GuardRule
  readonly #part: number
  readonly #say: (word: LoginWord) => void
  readonly #addresses = new Map<string, TrafficGuard>()
  /** All parts that begin before are closed. */
  #boundary: number

  /** Begins anew, or where `saved` stands. */
  constructor({ over, window, clear }: LoginRule, say: (word: LoginWord) => void, saved?: SavedLogins) {
    this.#rule = { measure: 'requests', over: over / window, least: 0, window, clear, for: 0, judges: 'each request' }
    this.#part = Math.max(1, Math.floor(window / PARTS))
    this.#say = say
    this.#boundary = saved?.boundary ?? -Infinity
    for (const [address, guard] of saved?.addresses ?? []) this.#addresses.set(address, this.#guardOf(address, guard))
  }

  /** Hears of a line, as a `TrafficSink` does. */
  counted(line: TrafficLine, start: number): void {
    const address = loginAddress(line)
    if (address === undefined || Number.isNaN(start)) return
    // What is late, or from beyond the clock, counts in an interval of another time.
    const at = line.time >= start && line.time < start + this.#part ? line.time : start
    this.count(address, at, 1)
  }

  /** Counts passwords that an address sent at a time. */
  count(address: string, at: number, requests: number): void {
    const guard = this.#addresses.get(address) ?? this.#guardOf(address)
    this.#addresses.delete(address)
    this.#addresses.set(address, guard)
    guard.count({ start: intervalOf(at, this.#part), at, requests, bytes: 0, errors: 0 })
    if (this.#addresses.size > ADDRESSES) this.#forgetOldest()
  }

  /** All intervals that begin before this time are closed. */
  passed(boundary: number): void {
    const closed = intervalOf(boundary, this.#part)
    if (closed === this.#boundary) return
    this.#boundary = closed
    for (const [address, guard] of this.#addresses) {
      guard.passed(closed)
      if (guard.isIdle) this.#addresses.delete(address)
    }
  }

  /** The state as plain JSON. */
  saved(): SavedLogins {
    return {
      version: 1,
      boundary: this.#boundary === -Infinity ? null : this.#boundary,
      addresses: [...this.#addresses].map(([address, guard]) => [address, guard.saved()]),
    }
  }

  #guardOf(address: string, saved?: v.InferOutput<typeof savedGuard>): TrafficGuard {
    const say = ({ says, value, limit, at }: GuardWord): void => this.#say({ says, value, limit, at, address })
    return new TrafficGuard(this.#rule, this.#part, say, saved)
  }

  /** Whoever was told to be high is told to be recovered, too. */
  #forgetOldest(): void {
    for (const [address, guard] of this.#addresses) {
      guard.end()
      this.#addresses.delete(address)
      return
    }
  }
}

/** The address that sends a password with a request; undefined if none does. */
export function loginAddress(line: TrafficLine): string | undefined {
  if (!isLogin(line)) return undefined
  const [from, to] = [line.starts[RANGE.ip] ?? 0, line.ends[RANGE.ip] ?? 0]
  return from === to || to - from > LONGEST_ADDRESS ? undefined : line.bytes.toString('latin1', from, to)
}

function isLogin(line: TrafficLine): boolean {
  const { bytes, starts, ends } = line
  // Most lines end here.
  const action = starts[RANGE.action] ?? 0
  if (bytes[action] !== POST[0] || bytes[action + 1] !== POST[1] || (ends[RANGE.action] ?? 0) - action !== POST.length)
    return false
  const [from, to] = [starts[RANGE.page] ?? 0, ends[RANGE.page] ?? 0]
  return PAGES.some((page) => to - from >= page.length && bytes.subarray(to - page.length, to).equals(page))
}
