import { type ReadonlySignal, signal } from '@preact/signals'
import type { IncidentAnswer } from '../../../contract/incident-contract.ts'

/**
 * An incident as it is shown. What others decide of it is shown at once, as that has its place; what would move
 * something, such as a further step, waits until the person asks for it.
 */
export class HeldIncident {
  readonly #shown = signal<IncidentAnswer | undefined>(undefined)
  readonly #waiting = signal<IncidentAnswer | undefined>(undefined)

  get shown(): ReadonlySignal<IncidentAnswer | undefined> {
    return this.#shown
  }

  /** The incident as it is by now, if that is more than what is shown. */
  get waiting(): ReadonlySignal<IncidentAnswer | undefined> {
    return this.#waiting
  }

  /** Takes what came by itself. */
  come(answer: IncidentAnswer): void {
    const shown = this.#shown.peek()
    if (shown === undefined || shown.incident.id !== answer.incident.id) return this.take(answer)
    if (answer.incident.revision < shown.incident.revision) return
    const isMore = !isSame(shown, answer)
    this.#shown.value = isMore ? { ...shown, incident: answer.incident } : answer
    this.#waiting.value = isMore ? answer : undefined
  }

  /** Takes what the person did, or asked for. */
  take(answer: IncidentAnswer): void {
    this.#shown.value = answer
    this.#waiting.value = undefined
  }

  /** Shows what waits. */
  show(): void {
    const waiting = this.#waiting.peek()
    if (waiting !== undefined) this.take(waiting)
  }
}

/** Whether two answers fill the same places. */
function isSame(one: IncidentAnswer, other: IncidentAnswer): boolean {
  const parts = ({ steps, history, next, subjects }: IncidentAnswer): string =>
    JSON.stringify([steps, history, next, subjects.map(({ name }) => name)])
  return parts(one) === parts(other)
}
