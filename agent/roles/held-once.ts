import type { Once } from './round.ts'

/** Ends work that is done once where the spool takes nothing more and nobody makes room: the logs keep the rest. */
export class HeldOnce {
  readonly #end = new AbortController()
  readonly #once: Once | undefined
  #held: string | undefined

  constructor(once: Once | undefined) {
    this.#once = once
    once?.abandoned.addEventListener('abort', () => this.note(this.#held))
  }

  /** Aborted when the work is to end. */
  get signal(): AbortSignal {
    return this.#end.signal
  }

  /** Why nothing is stored, where that ended the work. */
  get reason(): string | undefined {
    return this.signal.aborted ? this.#held : undefined
  }

  /** Hears why nothing can be stored, and undefined when it can again. */
  note(held: string | undefined): void {
    this.#held = held
    if (held !== undefined && this.#once?.abandoned.aborted === true) this.#end.abort()
  }
}
