import { type ReadonlySignal, signal } from '@preact/signals'
import type { IncidentAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import { changeIncident, type IncidentWish } from '../../state/change-incident.ts'
import { say } from '../../state/said.ts'
import { INCIDENT_LIST_WORDS as words } from '../../words/incident-list-words.ts'

/** What came of what was done with several incidents. */
export interface BulkState {
  readonly isBusy: boolean
  readonly words: string
  /** Of which it was not done, and why. */
  readonly failures: readonly { readonly id: number; readonly why: string }[]
}

/** What is wanted of several incidents, and how it is called. */
export interface BulkWish {
  readonly name: string
  readonly wish: IncidentWish
}

/** Does the same with several incidents, one after another, and says of how many it was done and of which not. */
export class BulkDeed {
  readonly #state = signal<BulkState>({ isBusy: false, words: '', failures: [] })

  get state(): ReadonlySignal<BulkState> {
    return this.#state
  }

  /** Whether it was done with all. Calls `heard` with each that was changed, or has changed meanwhile. */
  async run(
    incidents: readonly ShownIncident[],
    { name, wish }: BulkWish,
    heard: (answer: IncidentAnswer, isDone: boolean) => void,
  ): Promise<boolean> {
    if (this.#state.peek().isBusy || incidents.length === 0) return false
    const failures: { id: number; why: string }[] = []
    for (const [index, incident] of incidents.entries()) {
      this.#state.value = { isBusy: true, words: words.busy(index, incidents.length), failures: [] }
      const why = obstacle(incident, wish)
      const { answer, refused } = why === undefined ? await changeIncident(incident, wish) : { refused: why }
      if (answer !== undefined) heard(answer, refused === undefined)
      if (refused !== undefined) failures.push({ id: incident.id, why: refused })
    }
    const said = words.done(incidents.length - failures.length, incidents.length, name)
    this.#state.value = { isBusy: false, words: said, failures }
    say([said, ...failures.map(({ id, why }) => words.failed(id, why))].join(' '))
    return failures.length === 0
  }

  /** Forgets what it said. */
  rest(): void {
    if (!this.#state.peek().isBusy) this.#state.value = { isBusy: false, words: '', failures: [] }
  }
}

/** Claiming many takes none away from anybody. */
function obstacle({ assignee, closed }: ShownIncident, wish: IncidentWish): string | undefined {
  if (wish.assignee === undefined) return undefined
  if (closed !== null) return words.isEnded
  return assignee === null || assignee === wish.assignee ? undefined : words.taken(assignee)
}
