import { type ReadonlySignal, signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Asker } from '../../state/answer.ts'
import { ask, type Asking, type Outcome } from '../../state/ask.ts'
import type { Problem } from '../../state/problem.ts'
import { refusalWords } from '../../state/refusal-words.ts'
import { say } from '../../state/said.ts'

/** What came of an attempt: what was done, with the way back if there is one, or why it was not. */
export interface Came {
  readonly done?: string
  readonly undo?: () => void
  readonly problem?: Problem
}

/** How long a way back is offered, in milliseconds. */
const UNDO = 30_000

/** Something that a button does: it asks the hub once at a time, and keeps what came of it for its own place. */
export class Attempt {
  readonly #isBusy = signal(false)
  readonly #came = signal<Came>({})
  #timer: ReturnType<typeof setTimeout> | undefined

  get isBusy(): ReadonlySignal<boolean> {
    return this.#isBusy
  }

  get came(): ReadonlySignal<Came> {
    return this.#came
  }

  /** Asks; undefined if something is asked already, or if it failed, which is then told. */
  async ask<T = undefined>(
    path: string,
    asking: Asking,
    asker: Asker<T> = ask<T>,
  ): Promise<Extract<Outcome<T>, { value: T }> | undefined> {
    if (this.#isBusy.peek()) return undefined
    this.#isBusy.value = true
    const outcome = await asker(path, asking)
    this.#isBusy.value = false
    if ('value' in outcome) return outcome
    const { problem } = outcome
    this.#tell({ problem })
    say(refusalWords(problem))
    return undefined
  }

  /** Says what was done. */
  done(words: string, undo?: () => void): void {
    this.#tell({ done: words, ...(undo === undefined ? {} : { undo }) })
    say(words)
    if (undo !== undefined) this.#timer = setTimeout(() => (this.#came.value = { done: words }), UNDO)
  }

  /** Says nothing more. */
  forget(): void {
    this.#tell({})
  }

  #tell(came: Came): void {
    clearTimeout(this.#timer)
    this.#came.value = came
  }
}

/** An attempt of a component. */
export function useAttempt(): Attempt {
  const attempt = useMemo(() => new Attempt(), [])
  useEffect(() => () => attempt.forget(), [])
  return attempt
}
