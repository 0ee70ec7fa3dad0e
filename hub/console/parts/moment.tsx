import type { JSX } from 'preact'
import { now } from '../state/now.ts'
import { preferences } from '../state/preferences.ts'
import { clockTime, lasting, shortDay, shortTime, wholeTime } from '../words/numbers.ts'

interface Timed {
  /** Seconds since 1970. */
  readonly time: number
}

/** The time of the day as the person wants it; both times are in the title. */
export function Moment({ time }: Timed): JSX.Element {
  return momentIn(preferences.value.times, time)
}

/** The same in this zone: no component of its own, for tables with many rows. */
export function momentIn(zone: 'local' | 'utc', time: number): JSX.Element {
  return (
    <time dateTime={new Date(time * 1000).toISOString()} title={bothTimes(time)}>
      {clockTime(time, zone)}
    </time>
  )
}

/** The time of the day without seconds. */
export function ShortMoment({ time }: Timed): JSX.Element {
  return (
    <time dateTime={new Date(time * 1000).toISOString()} title={bothTimes(time)}>
      {shortTime(time, preferences.value.times)}
    </time>
  )
}

/** The day and the time, in few letters. */
export function DayMoment({ time }: Timed): JSX.Element {
  const { times } = preferences.value
  return (
    <time dateTime={new Date(time * 1000).toISOString()} title={bothTimes(time)}>
      {shortDay(time, times)}, {shortTime(time, times)}
      {times === 'utc' ? 'Z' : ''}
    </time>
  )
}

/** How long ago something was; the time itself is in the title. */
export function Age({ time }: Timed): JSX.Element {
  return (
    <time dateTime={new Date(time * 1000).toISOString()} title={bothTimes(time)}>
      {lasting(now.value / 1000 - time)}
    </time>
  )
}

/** A time in the browser's zone and in UTC. */
export function bothTimes(time: number): string {
  return `${wholeTime(time, 'local')} · ${wholeTime(time, 'utc')}`
}

/** The time without seconds, with the day if that is not today. */
export function NearMoment({ time }: Timed): JSX.Element {
  const { times } = preferences.value
  const isToday = shortDay(time, times) === shortDay(now.peek() / 1000, times)
  if (!isToday) return <DayMoment time={time} />
  return (
    <time dateTime={new Date(time * 1000).toISOString()} title={bothTimes(time)}>
      {shortTime(time, times)}
      {times === 'utc' ? 'Z' : ''}
    </time>
  )
}
