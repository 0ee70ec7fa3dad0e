import { signal } from '@preact/signals'
import type { EventsAnswer } from '../../../contract/event-contract.ts'
import type { Answer } from '../../state/answer.ts'
import { ask } from '../../state/ask.ts'
import type { Problem } from '../../state/problem.ts'

/** How many events a page of the table has. */
export const PAGE_LENGTH = 100

/** Older pages of a list of events. */
export class OlderPages {
  readonly isAsking = signal(false)
  readonly problem = signal<Problem | undefined>(undefined)

  /**
   * Asks for the page after the last one, and adds it, unless the list became another meanwhile; what is no longer
   * wanted when the signal aborts keeps nothing else waiting.
   */
  async add(answer: Answer<EventsAnswer>, path: string, signal: AbortSignal): Promise<void> {
    const { value: before } = answer.known.peek()
    if (before?.next === undefined || before.next === null || this.isAsking.peek()) return
    this.isAsking.value = true
    const asked = ask<EventsAnswer>(`${path}&before=${encodeURIComponent(before.next)}`, { signal })
    const outcome = await asked.catch(() => undefined)
    this.isAsking.value = false
    if (outcome === undefined) return
    this.problem.value = 'problem' in outcome ? outcome.problem : undefined
    if ('problem' in outcome || answer.known.peek().value !== before) return
    answer.amend(({ events, ...first }) => ({
      ...first,
      events: [...events, ...outcome.value.events],
      next: outcome.value.next,
      incidents: { ...first.incidents, ...outcome.value.incidents },
    }))
  }
}
