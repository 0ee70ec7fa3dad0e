import type { ShownProblem } from '../../contract/problem.ts'

/** Whose fault an error is. */
export type Fault = 'hub' | 'way' | 'asked' | 'session' | 'rights'

/** Why something could not be had. */
export interface Problem {
  /** The hub's number; 0 if the hub did not answer. */
  readonly code: number
  readonly fault: Fault
  /** What the hub says, a sentence; empty if it did not answer. */
  readonly said: string
  /** After how many seconds it may be otherwise; 0 if trying again is of no use. */
  readonly wait: number
}

/** The error of an answer. `retryAfter`: the header, in seconds. */
export function problemOf(status: number, shown: ShownProblem | undefined, retryAfter = ''): Problem {
  const wait = status === 429 || status >= 500 ? Math.max(1, Number(retryAfter) || 5) : 0
  return { code: shown?.code ?? status * 100, fault: faultOf(status), said: shown?.error ?? '', wait }
}

/** The hub was not reached. */
export const OUT_OF_REACH: Problem = { code: 0, fault: 'way', said: '', wait: 5 }

function faultOf(status: number): Fault {
  if (status === 401) return 'session'
  if (status === 403) return 'rights'
  return status >= 500 || status === 429 ? 'hub' : 'asked'
}
