import type { ShownEvent } from '../../../contract/event-contract.ts'

/** The restarts that a check asked for. */
export interface CheckRestarts {
  readonly host: string
  readonly check: string
  readonly count: number
  /** When the last was. */
  readonly last: number
  /** Whether nobody restarts it any more. */
  readonly isGivenUp: boolean
}

/** The restarts in these events, which are the newest first; the last ones first. */
export function restartsIn(events: readonly ShownEvent[]): readonly CheckRestarts[] {
  const named = events.flatMap((event) => {
    const { check } = event.fields
    return typeof check === 'string' ? [{ event, check }] : []
  })
  return [...Map.groupBy(named, ({ event, check }) => `${event.host} ${check}`).values()].flatMap((all) => {
    const [newest] = all
    if (newest === undefined) return []
    return {
      host: newest.event.host,
      check: newest.check,
      count: all.filter(({ event }) => event.type === 'service_restarted').length,
      last: newest.event.time,
      isGivenUp: newest.event.type === 'service_given_up',
    }
  })
}
