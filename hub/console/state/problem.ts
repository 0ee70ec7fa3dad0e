import type { ShownProblem } from '../../contract/problem.ts'

/** Whose fault an error is. */
export type Fault = 'hub' | 'busy' | 'way' | 'asked' | 'session' | 'rights'

/** Why something could not be had. */
export interface Problem {
  /** The hub's number; 0 if the hub did not answer. */
  readonly code: number
  readonly fault: Fault
  /** What the hub says to a person, a sentence; empty if it did not answer. */
  readonly said: string
  /** After how many seconds it may be otherwise; 0 if trying again is of no use. */
  readonly wait: number
}

/** How long one waits if nothing else is told, and at most, in seconds. */
const [USUAL, LONGEST] = [5, 3600]

/** Nobody is signed in: of that the hub speaks to programs, too, which send tokens. */
const NOBODY = 40105

/** The error of an answer. `retryAfter`: the header. */
export function problemOf(status: number, shown: ShownProblem | undefined, retryAfter: string | null = null): Problem {
  const wait = status === 429 || status >= 500 ? secondsUntil(retryAfter) : 0
  const said = shown === undefined || shown.code === NOBODY ? '' : shown.error
  return { code: shown?.code ?? status * 100, fault: faultOf(status), said, wait }
}

/** The seconds that `Retry-After` tells, which a proxy may tell as a date (RFC 9110, section 10.2.3). */
export function secondsUntil(retryAfter: string | null): number {
  const told = retryAfter ?? ''
  const seconds = /^\d+$/.test(told) ? Number(told) : (Date.parse(told) - Date.now()) / 1000
  return Number.isNaN(seconds) ? USUAL : Math.min(LONGEST, Math.max(1, Math.ceil(seconds)))
}

/** The hub was not reached. */
export const OUT_OF_REACH: Problem = { code: 0, fault: 'way', said: '', wait: USUAL }

function faultOf(status: number): Fault {
  if (status === 401) return 'session'
  if (status === 403) return 'rights'
  if (status === 429) return 'busy'
  return status >= 500 ? 'hub' : 'asked'
}
