import { type ReadonlySignal, signal } from '@preact/signals'
import { ask, type Asking, type Outcome } from './ask.ts'
import type { Problem } from './problem.ts'

/** What is known of a question's answer. */
export interface Known<T> {
  /** The last answer. */
  readonly value?: T
  /** Why there is no newer one. */
  readonly problem?: Problem
  /** When it is tried again, in milliseconds. */
  readonly nextTry?: number
  /** Whether the value answers an earlier question, and the answer to this one is awaited. */
  readonly isOld: boolean
}

/** What an answer says, unless it cannot be had again: then nobody knows how it is by now. */
export function saidNow<T>({ value, problem }: Known<T>): T | undefined {
  return problem === undefined || problem.fault === 'session' ? value : undefined
}

/** Whether an answer is not awaited, but could not be had. */
export function isFailed({ problem }: Known<unknown>): boolean {
  return problem !== undefined && problem.fault !== 'session'
}

/** How a question is asked; rejects only with the reason of an abort. */
export type Asker<T> = (path: string, asking: Asking) => Promise<Outcome<T>>

/** Longest pause between tries unless the hub wants a longer one, in seconds. */
const LONGEST = 60

/** After how long an answer is taken for lost, in milliseconds: a connection can end without anybody being told. */
const PATIENCE = 30_000

/**
 * The answer to a question that changes: late answers to earlier ones are dropped, and errors that pass are retried.
 */
export class Answer<T> {
  readonly #known = signal<Known<T>>({ isOld: false })
  #path: string | undefined
  #answered: string | undefined
  #asking: AbortController | undefined
  /** Since when an answer is awaited, and whether it is asked again once it is there. */
  #awaited: number | undefined
  #isAgain = false
  #coming: Promise<unknown> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #ask: Asker<T>

  constructor(asker: Asker<T> = ask<T>) {
    this.#ask = asker
  }

  get known(): ReadonlySignal<Known<T>> {
    return this.#known
  }

  /** Asks this path, unless it is asked or answered already; undefined asks nothing and forgets. */
  want(path: string | undefined): void {
    if (path === this.#path) return
    this.#path = path
    if (path === undefined) {
      this.stop()
      this.#known.value = { isOld: false }
    } else void this.#run(path, 1)
  }

  /**
   * Asks the same again; what is known stays until the answer comes. What is awaited is awaited first: over a slow
   * network, whoever asks anew at each change would never hear anything.
   */
  again(): void {
    if (this.#awaited !== undefined && Date.now() - this.#awaited < PATIENCE) this.#isAgain = true
    else if (this.#path !== undefined) void this.#run(this.#path, 1)
  }

  /** Changes what is known, without asking. */
  amend(change: (value: T) => T): void {
    const { value } = this.#known.peek()
    if (value !== undefined) this.#known.value = { ...this.#known.peek(), value: change(value) }
  }

  /** Resolves once no answer is awaited: it is there, or could not be had, or is wanted no longer. */
  async settled(): Promise<void> {
    while (this.#awaited !== undefined) await this.#coming
  }

  /** Drops whatever comes. */
  stop(): void {
    this.#asking?.abort()
    this.#awaited = undefined
    this.#isAgain = false
    clearTimeout(this.#timer)
  }

  async #run(path: string, tries: number): Promise<void> {
    this.stop()
    const asking = new AbortController()
    this.#asking = asking
    this.#awaited = Date.now()
    if (this.#answered !== path) this.#known.value = { ...this.#kept(), isOld: true }
    const coming = this.#ask(path, { signal: asking.signal }).catch(() => undefined)
    this.#coming = coming
    const outcome = await coming
    if (outcome === undefined || asking.signal.aborted) return
    this.#awaited = undefined
    if ('value' in outcome) {
      this.#answered = path
      this.#known.value = { value: outcome.value, isOld: false }
      if (this.#isAgain) void this.#run(path, 1)
    } else this.#fail(path, outcome.problem, tries)
  }

  /** Says why there is no answer, and asks again later if that can help. */
  #fail(path: string, problem: Problem, tries: number): void {
    const pause = Math.max(problem.wait, Math.min(LONGEST, problem.wait * 2 ** (tries - 1))) * 1000
    // Rows of another filter below an error would say what is not so.
    const kept = this.#answered === path || problem.fault === 'session' ? this.#kept() : {}
    this.#known.value = { ...kept, problem, isOld: false, ...(pause === 0 ? {} : { nextTry: Date.now() + pause }) }
    if (pause > 0) this.#timer = setTimeout(() => void this.#run(path, tries + 1), pause)
    else if (this.#isAgain) void this.#run(path, 1)
  }

  #kept(): Pick<Known<T>, 'value'> {
    const { value } = this.#known.peek()
    return value === undefined ? {} : { value }
  }
}
