import type { Outcome } from './ask.ts'
import { Deed } from './deed.ts'
import { refusalWords } from './refusal-words.ts'

/** What is said when it is done, and how it is taken back. */
export interface Done {
  readonly words: string
  readonly undo?: () => Promise<void>
}

/** A deed that asks the hub one thing. */
export class Act extends Deed {
  /** Does it, unless it is being done. */
  async run<T>(does: () => Promise<Outcome<T>>, done: (value: T) => Done): Promise<void> {
    await this.begin(async () => {
      const outcome = await does()
      if ('problem' in outcome) return { refused: refusalWords(outcome.problem) }
      const { words, undo } = done(outcome.value)
      return { done: words, ...(undo === undefined ? {} : { undo }) }
    })
  }
}
