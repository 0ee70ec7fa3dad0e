import { type ReadonlySignal, signal } from '@preact/signals'
import { now } from './now.ts'
import { say } from './said.ts'

/** What a control says of what was done with it. */
export interface DeedState {
  readonly is: 'ready' | 'asking' | 'done' | 'refused'
  readonly words: string
}

/** What came of it: what was done, with the way back if there is one, or why it was not. */
export type DeedEnd = { readonly done: string; readonly undo?: () => Promise<unknown> } | { readonly refused: string }

/** How long something can be taken back, in milliseconds. */
const UNDO = 30_000

/** What one control does: once at a time; it says in its own place what came of it, and takes it back for a while. */
export class Deed {
  readonly #state = signal<DeedState>({ is: 'ready', words: '' })
  readonly #undo = signal<{ readonly run: () => Promise<unknown>; readonly until: number } | undefined>(undefined)

  get state(): ReadonlySignal<DeedState> {
    return this.#state
  }

  /** Whether it can still be taken back. */
  get canUndo(): boolean {
    return (this.#undo.value?.until ?? 0) > now.value
  }

  /** Does it, and says so; whether it was done. While it is being done, nothing else is. */
  async begin(does: () => Promise<DeedEnd>): Promise<boolean> {
    if (this.#state.peek().is === 'asking') return false
    this.#state.value = { is: 'asking', words: '' }
    this.#undo.value = undefined
    const end = await does()
    const [is, words] = 'done' in end ? (['done', end.done] as const) : (['refused', end.refused] as const)
    if ('done' in end && end.undo !== undefined) this.#undo.value = { run: end.undo, until: Date.now() + UNDO }
    this.#state.value = { is, words }
    say(words)
    return is === 'done'
  }

  /** Takes it back, if it was done a moment ago; of what was taken back there is no undo. */
  async undo(): Promise<void> {
    if (!this.canUndo) return
    await this.#undo.peek()?.run()
    this.#undo.value = undefined
  }
}
