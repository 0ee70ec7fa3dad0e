import type { ShownSnooze, SnoozesAnswer } from '../../contract/alert-contract.ts'
import { Answer } from './answer.ts'
import { ask, type Outcome } from './ask.ts'
import { now } from './now.ts'

const answer = new Answer<SnoozesAnswer>()

let watching = 0

/** Knows what is snoozed, until the answer is called; it is asked anew for each page that shows it. */
export function watchSnoozes(): () => void {
  watching += 1
  if (watching === 1) answer.want('/api/v1/snoozes')
  return () => {
    watching -= 1
    if (watching === 0) answer.want(undefined)
  }
}

/** The snooze that an incident has now, if it has one of its own. */
export function snoozeOf(incident: number): ShownSnooze | undefined {
  return answer.known.value.value?.snoozes.find(
    ({ what, which, until }) => what === 'incident' && which === String(incident) && until * 1000 > now.peek(),
  )
}

/** Has an incident not told until a time, in seconds. */
export async function addSnooze(incident: number, until: number): Promise<Outcome<{ readonly id: number }>> {
  const json = { what: 'incident', which: String(incident), until }
  const outcome = await ask<{ readonly id: number }>('/api/v1/snoozes', { method: 'POST', json })
  answer.again()
  return outcome
}

/** Ends a snooze. */
export async function endSnooze(id: number): Promise<Outcome<undefined>> {
  const outcome = await ask<undefined>(`/api/v1/snoozes/${id}`, { method: 'DELETE' })
  answer.again()
  return outcome
}
