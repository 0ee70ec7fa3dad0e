/** What is remembered of a service that was restarted. All times are in milliseconds since 1970-01-01T00:00:00Z. */
export interface RestartMemory {
  /** When it was restarted within the last hour, in their order. */
  readonly tries: readonly number[]
  /** When somebody last asked for a restart. */
  readonly asked: number
  /** Nobody restarts it until it was not asked for an hour. */
  readonly gaveUp: boolean
}

/** What a request comes to. `gives_up`: now; `given_up`: before. */
export type RestartAnswer = 'restarts' | 'waits' | 'gives_up' | 'given_up'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** So long after the first, second and third restart within an hour another may come; after the third, giving up. */
const WAITS = [MINUTE, 5 * MINUTE, 15 * MINUTE] as const

/** A service may be so long in starting: what fails meanwhile says nothing. */
const GRACE = MINUTE

/** What a request for a restart comes to, and what is then remembered. */
export function answerTo(
  before: RestartMemory | undefined,
  now: number,
): { readonly answer: RestartAnswer; readonly memory: RestartMemory } {
  const tries = (before?.tries ?? []).filter((time) => isWithin(HOUR, time, now))
  const memory = { tries, asked: now, gaveUp: false }
  if (before?.gaveUp === true && isWithin(HOUR, before.asked, now))
    return { answer: 'given_up', memory: { ...memory, gaveUp: true } }
  const last = tries.at(-1)
  if (last !== undefined && isWithin(WAITS[Math.min(tries.length, WAITS.length) - 1] ?? HOUR, last, now))
    return { answer: 'waits', memory }
  if (tries.length >= WAITS.length) return { answer: 'gives_up', memory: { ...memory, gaveUp: true } }
  return { answer: 'restarts', memory: { ...memory, tries: [...tries, now] } }
}

/** Whether a service was restarted so shortly before that it may still be starting. */
export function isStarting(memory: RestartMemory | undefined, now: number): boolean {
  const last = memory?.tries.at(-1)
  return last !== undefined && isWithin(GRACE, last, now)
}

/** How often a service was restarted within the hour before a moment, and whether that was given up. */
export function recentRestarts(
  memory: RestartMemory,
  now: number,
): { readonly times: number; readonly isGivenUp: boolean } {
  return {
    times: memory.tries.filter((time) => isWithin(HOUR, time, now)).length,
    isGivenUp: memory.gaveUp && isWithin(HOUR, memory.asked, now),
  }
}

/** Also of a time that was noted before the clock was put back. */
function isWithin(span: number, time: number, now: number): boolean {
  return Math.abs(now - time) < span
}
