import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { now } from './now.ts'
import { say } from './said.ts'

/** What a control says of what was done with it. */
export interface DeedState {
  readonly is: 'ready' | 'asking' | 'done' | 'refused'
  readonly words: string
}

/** What came of it: what was done, with the way back if there is one, or why it was not. */
export type DeedEnd = { readonly done: string; readonly undo?: () => Promise<unknown> } | { readonly refused: string }

/** How long it is said that something was done, and can be taken back, in milliseconds. */
const SAID_FOR = 30_000

const READY: DeedState = { is: 'ready', words: '' }

/** What one control does: once at a time; it says in its own place what came of it, and takes it back for a while. */
export class Deed {
  readonly #state = signal(READY)
  /** Until when it is said that it was done, in milliseconds. What was refused is said until something else is done. */
  readonly #until = signal(0)
  readonly #shown = computed(() => {
    const { value } = this.#state
    return value.is === 'done' && this.#until.value <= now.value ? READY : value
  })
  readonly #undo = signal<(() => Promise<unknown>) | undefined>(undefined)

  get state(): ReadonlySignal<DeedState> {
    return this.#shown
  }

  /** Whether it can still be taken back. */
  get canUndo(): boolean {
    return this.#undo.value !== undefined && this.#until.value > now.value
  }

  /** Does it, and says so; whether it was done. While it is being done, nothing else is. */
  async begin(does: () => Promise<DeedEnd>): Promise<boolean> {
    if (this.#state.peek().is === 'asking') return false
    this.#state.value = { is: 'asking', words: '' }
    this.#undo.value = undefined
    const end = await does()
    const [is, words] = 'done' in end ? (['done', end.done] as const) : (['refused', end.refused] as const)
    if ('done' in end) this.#undo.value = end.undo
    this.#until.value = Date.now() + SAID_FOR
    this.#state.value = { is, words }
    say(words)
    return is === 'done'
  }

  /** Takes it back, if it was done a moment ago; of what was taken back there is no undo. */
  async undo(): Promise<void> {
    if (!this.canUndo) return
    await this.#undo.peek()?.()
    this.#undo.value = undefined
  }

  /** Forgets that it was refused: whoever wanted it gave it up. */
  drop(): void {
    if (this.#state.peek().is === 'refused') this.#state.value = READY
  }
}
