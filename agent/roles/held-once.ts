import type { Once } from './round.ts'

/** Ends a single run when the spool is full and nobody makes room: the logs keep the rest. */
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

  /** Why nothing can be stored, if that ended the work. */
  get reason(): string | undefined {
    return this.signal.aborted ? this.#held : undefined
  }

  /** Takes the reason why nothing can be stored, or undefined once it can again. */
  note(held: string | undefined): void {
    this.#held = held
    if (held !== undefined && this.#once?.abandoned.aborted === true) this.#end.abort()
  }
}
