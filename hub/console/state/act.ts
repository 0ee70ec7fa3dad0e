import { type ReadonlySignal, signal } from '@preact/signals'
import { ALERT_WORDS } from '../words/alert-words.ts'
import { WORDS } from '../words/words.ts'
import type { Outcome } from './ask.ts'
import { now } from './now.ts'
import type { Problem } from './problem.ts'
import { say } from './said.ts'

/** What a control says of what it did. */
export interface ActState {
  readonly is: 'ready' | 'busy' | 'done' | 'refused'
  readonly words: string
}

/** What is said when it is done, and how it is taken back. */
export interface Done {
  readonly words: string
  readonly undo?: () => Promise<void>
}

/** How long something can be taken back, in milliseconds. */
const UNDO = 30_000

/** What one control does: once at a time; it says in its own place what came of it, and takes it back for a while. */
export class Act {
  readonly #state = signal<ActState>({ is: 'ready', words: '' })
  readonly #undo = signal<{ readonly run: () => Promise<void>; readonly until: number } | undefined>(undefined)

  get state(): ReadonlySignal<ActState> {
    return this.#state
  }

  /** Does it, unless it is being done. */
  async run<T>(does: () => Promise<Outcome<T>>, done: (value: T) => Done): Promise<void> {
    if (this.#state.peek().is === 'busy') return
    this.#state.value = { is: 'busy', words: '' }
    this.#undo.value = undefined
    const outcome = await does()
    if ('problem' in outcome) {
      this.#say('refused', refusalWords(outcome.problem))
      return
    }
    const { words, undo } = done(outcome.value)
    if (undo !== undefined) this.#undo.value = { run: undo, until: Date.now() + UNDO }
    this.#say('done', words)
  }

  /** Takes back what was done, if it was a moment ago; undefined if it cannot be. */
  get undo(): (() => Promise<void>) | undefined {
    const { value: undo } = this.#undo
    return undo !== undefined && undo.until > now.value ? undo.run : undefined
  }

  #say(is: 'done' | 'refused', words: string): void {
    this.#state.value = { is, words }
    say(words)
  }
}

/** Why something was not done; if the hub did not answer, nobody knows. */
function refusalWords({ code, fault, said }: Problem): string {
  const { act } = ALERT_WORDS
  return code === 0 ? act.unknown : act.notDone(said === '' ? WORDS.states.titles[fault] : said)
}
