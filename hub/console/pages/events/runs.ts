import type { ShownEvent } from '../../../contract/event-contract.ts'
import { kindLabel } from '../../words/kind-words.ts'
import { counting, dayName } from '../../words/numbers.ts'

/** The same, done by the same to the same on the same day, one after the other. */
export interface Run {
  /** The newest of them. */
  readonly event: ShownEvent
  readonly day: string
  readonly count: number
  readonly ids: readonly string[]
}

/** Folds what repeats: an attacker tries the same for hours. */
export function runsOf(events: readonly ShownEvent[], zone: 'local' | 'utc'): readonly Run[] {
  const runs: Run[] = []
  for (const event of events) {
    const [last, day] = [runs.at(-1), dayName(event.time, zone)]
    const isSame = last !== undefined && last.day === day && likeness(last.event) === likeness(event)
    if (isSame) runs[runs.length - 1] = { ...last, count: last.count + 1, ids: [...last.ids, event.id] }
    else runs.push({ event, day, count: 1, ids: [event.id] })
  }
  return runs
}

/** What a run is called: `Login failed, 71 times`. */
export function runLabel(type: string, count: number): string {
  return count === 1 ? kindLabel(type) : `${kindLabel(type)}, ${counting(count, 'time', 'times')}`
}

function likeness({ type, mailbox_address: mailbox, ip, host, fields }: ShownEvent): string {
  return JSON.stringify([type, mailbox, ip, host, fields['service']])
}
