import { type ReadonlySignal, signal } from '@preact/signals'
import type { AssessmentWord } from '../../contract/event-contract.ts'
import type { EventAnswer } from '../../contract/whole-event-contract.ts'
import { EVENT_WORDS } from '../words/event-words.ts'
import { INCIDENT_WORDS } from '../words/incident-words.ts'
import { ask } from './ask.ts'
import { refusalWords } from './change-incident.ts'
import type { DeedState } from './incident-deed.ts'
import { now } from './now.ts'
import { say } from './said.ts'

/** How long it can be taken back, in milliseconds. */
const UNDO = 30_000

/** What a person says of an event: it answers in its place, keeps it, and can be taken back for a while. */
export class EventDeed {
  readonly #state = signal<DeedState>({ is: 'ready', words: '' })
  #undo: (() => Promise<void>) | undefined

  get state(): ReadonlySignal<DeedState> {
    return this.#state
  }

  /** Says it, unless somebody else has said something since `seen`; null takes back what was said. */
  async assess(
    seen: EventAnswer,
    value: AssessmentWord | null,
    heard: (answer: EventAnswer) => void,
    isUndo = false,
  ): Promise<void> {
    if (this.#state.peek().is === 'asking') return
    this.#state.value = { is: 'asking', words: '' }
    const path = `/api/v1/events/${encodeURIComponent(seen.event.id)}`
    const meanwhile = await ask<EventAnswer>(path)
    if ('problem' in meanwhile) return this.#say('refused', refusalWords(meanwhile.problem))
    heard(meanwhile.value)
    const { assessment } = meanwhile.value
    if (JSON.stringify(assessment) !== JSON.stringify(seen.assessment)) return this.#say('refused', changed(assessment))
    const outcome = await ask<EventAnswer>(path, { method: 'PATCH', json: { assessment: value } })
    if ('problem' in outcome) return this.#say('refused', refusalWords(outcome.problem))
    heard(outcome.value)
    const before = seen.assessment?.value ?? null
    this.#undo = isUndo ? undefined : () => this.assess(outcome.value, before, heard, true)
    this.#say('done', isUndo || value === null ? EVENT_WORDS.undone : EVENT_WORDS.noted(EVENT_WORDS.assessments[value]))
  }

  /** Takes it back, if it was said a moment ago. */
  async undo(): Promise<void> {
    if (this.canUndo) await this.#undo?.()
  }

  /** Whether it can still be taken back. */
  get canUndo(): boolean {
    return (this.#state.value.undoUntil ?? 0) > now.value
  }

  #say(is: 'done' | 'refused', words: string): void {
    const canUndo = is === 'done' && this.#undo !== undefined
    this.#state.value = { is, words, ...(canUndo ? { undoUntil: Date.now() + UNDO } : {}) }
    say(words)
  }
}

/** `Not done. mira changed it 4 s ago.` */
function changed(assessment: EventAnswer['assessment']): string {
  if (assessment === null) return INCIDENT_WORDS.deed.changed
  return INCIDENT_WORDS.deed.changedBy(assessment.who, Date.now() / 1000 - assessment.at)
}
