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

/** What is snoozed: `incident` and its number, `service` and the name of a check. */
interface Snoozed {
  readonly what: string
  readonly which: string
}

/** The snooze that something has now, if it has one of its own. */
export function snoozeOf({ what, which }: Snoozed): ShownSnooze | undefined {
  return answer.known.value.value?.snoozes.find(
    (snooze) => snooze.what === what && snooze.which === which && snooze.until * 1000 > now.peek(),
  )
}

/** Has something not told until a time, in seconds. */
export async function addSnooze(
  json: Snoozed & { readonly until: number; readonly reason?: string },
): Promise<Outcome<{ readonly id: number }>> {
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
