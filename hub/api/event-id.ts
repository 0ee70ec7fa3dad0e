import type { EventPlace } from '../store/event-filter.ts'

/** The id of an event for the API: it begins with its time, which says where the event lies. */
export function publicId({ time, id }: EventPlace): string {
  return `${time}.${id}`
}

/** The event that a public id names; undefined if it is none. */
export function placeOf(text: string): EventPlace | undefined {
  const [, time, id] = /^(-?\d{1,12})\.(.{1,64})$/su.exec(text) ?? []
  return time === undefined || id === undefined ? undefined : { time: Number(time), id }
}
