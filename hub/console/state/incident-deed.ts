import { type ReadonlySignal, signal } from '@preact/signals'
import type { IncidentAnswer, ShownIncident } from '../../contract/incident-contract.ts'
import { INCIDENT_WORDS } from '../words/incident-words.ts'
import { changeIncident, type IncidentWish } from './change-incident.ts'
import { now } from './now.ts'
import { say } from './said.ts'

/** What a control says of what was done with it. */
export interface DeedState {
  readonly is: 'ready' | 'asking' | 'done' | 'refused'
  readonly words: string
  /** Until when it can be undone, in milliseconds. */
  readonly undoUntil?: number
}

/** How long something can be undone, in milliseconds. */
const UNDO = 30_000

const READY: DeedState = { is: 'ready', words: '' }

type Heard = (answer: IncidentAnswer) => void

/** What one control does with an incident: it answers in its own place, keeps it, and can undo it for a while. */
export class IncidentDeed {
  readonly #state = signal<DeedState>(READY)
  #undo: (() => Promise<boolean>) | undefined

  get state(): ReadonlySignal<DeedState> {
    return this.#state
  }

  /** Does it, and says so; whether it was done. While it is being done, nothing else is. */
  async run(incident: ShownIncident, wish: IncidentWish, done: string, heard: Heard): Promise<boolean> {
    if (this.#state.peek().is === 'asking') return false
    this.#state.value = { is: 'asking', words: '' }
    const { answer, refused } = await changeIncident(incident, wish)
    if (answer !== undefined) heard(answer)
    if (answer === undefined || refused !== undefined) this.#say('refused', refused ?? '')
    else {
      this.#undo = () => this.run(answer.incident, undoing(incident, wish), INCIDENT_WORDS.deed.undone, heard)
      this.#say('done', done)
    }
    return refused === undefined
  }

  /** Takes it back, if it was done a moment ago; of what was taken back there is no undo. */
  async undo(): Promise<void> {
    const undo = this.#undo
    if (undo === undefined || !this.canUndo) return
    await undo()
    const { is, words } = this.#state.peek()
    if (is === 'done') this.#state.value = { is, words }
  }

  /** Whether it can still be taken back. */
  get canUndo(): boolean {
    return (this.#state.value.undoUntil ?? 0) > now.value
  }

  /** Forgets what it said. */
  rest(): void {
    if (this.#state.peek().is !== 'asking') this.#state.value = READY
  }

  #say(is: 'done' | 'refused', words: string): void {
    this.#state.value = { is, words, ...(is === 'done' ? { undoUntil: Date.now() + UNDO } : {}) }
    say(words)
  }
}

/** What takes a wish back. */
function undoing({ state, reason, assessment, assignee }: ShownIncident, wish: IncidentWish): IncidentWish {
  return {
    ...(wish.state === undefined ? {} : { state, ...(reason === null || reason === '' ? {} : { reason }) }),
    ...(wish.assessment === undefined ? {} : { assessment }),
    ...(wish.assignee === undefined ? {} : { assignee }),
  }
}
