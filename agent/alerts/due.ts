import type { AlertPace } from '../config/alerts/alert-config.ts'

/** How long an alert that tells at once waits for what belongs together, in milliseconds. */
export const GATHERING = 10_000

const HOUR = 3_600_000

/** What decides when the next message is due. Times in milliseconds since the epoch. */
export interface DueParts {
  readonly pace: AlertPace
  /** The least time between two messages. */
  readonly limit: number
  /** When the last message was told, if there was one. */
  readonly told: number | undefined
  /** When the first of what is held was sealed. */
  readonly first: number
  readonly now: number
}

/**
 * When a message about what is held is due; in the past if it should have been sent already. Hours and days are those
 * of this host's clock. A clock that was set back delays no message by more than the limit.
 */
export function dueAt({ pace, limit, told = -Infinity, first, now }: DueParts): number {
  return Math.max(nextOf(pace, Math.min(first, now)), Math.min(told, now) + limit)
}

function nextOf(pace: AlertPace, after: number): number {
  if (pace === 'at once') return after + GATHERING
  const date = new Date(after)
  if (pace === 'hourly') {
    const local = after - date.getTimezoneOffset() * 60_000
    return after + HOUR - (((local % HOUR) + HOUR) % HOUR)
  }
  // Of an hour that comes twice the first counts; for one that is left out, the time after the gap.
  const on = (days: number): number =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, pace.hour, pace.minute).getTime()
  return on(0) > after ? on(0) : on(1)
}
