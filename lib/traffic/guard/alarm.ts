import * as v from 'valibot'

const moment = v.nullable(v.pipe(v.number(), v.finite()))

/** The state of an alarm, as it is saved. Both are beginnings of intervals, in seconds since 1970-01-01T00:00:00Z. */
export const savedAlarm = v.strictObject({
  /** The interval in which it went over, while it is not said yet. */
  overSince: moment,
  /** The interval in which `high` was said, while it is not over. */
  highSince: moment,
})

/** See `savedAlarm`. */
export type AlarmState = v.InferOutput<typeof savedAlarm>

/** Nothing happened yet. */
export const CALM: AlarmState = { overSince: null, highSince: null }

/** A look at an interval. */
export interface AlarmLook {
  readonly isOver: boolean
  readonly isClear: boolean
  /** The beginning of the interval, and the time up to which is looked, in seconds. */
  readonly start: number
  readonly until: number
  /** Whether nothing will be added to the interval. */
  readonly isClosed: boolean
}

/**
 * What follows from a look at an interval. An open interval can only raise the alarm: it has not all of its requests
 * yet. An interval that ended before the one that raised it does not end it.
 */
export function lookAt(
  state: AlarmState,
  { isOver, isClear, start, until, isClosed }: AlarmLook,
  hold: number,
): { readonly state: AlarmState; readonly says?: 'high' | 'recovered' } {
  const { highSince, overSince } = state
  if (highSince !== null)
    return isClosed && isClear && start >= highSince ? { state: CALM, says: 'recovered' } : { state }
  if (isOver) {
    const since = overSince ?? start
    // What comes late may be of a time before the interval.
    return Math.max(until - since, 0) >= hold
      ? { state: { overSince: null, highSince: start }, says: 'high' }
      : { state: { ...state, overSince: since } }
  }
  return isClosed && overSince !== null && start >= overSince ? { state: CALM } : { state }
}
