import type { Step } from '../reports/report-file.ts'

/** A step of the collector's. */
type TakenStep = Step & Required<Pick<Step, 'next'>>

/**
 * The steps over lines of which nothing was sealed, though the rules heard them. Until they are saved, the next report
 * names them, for what it seals may be concluded from these lines.
 */
export class PassedSteps {
  /** By log and generation, the last one that was read at the end. */
  readonly #steps = new Map<string, TakenStep>()

  get all(): readonly TakenStep[] {
    return [...this.#steps.values()]
  }

  add(steps: readonly Step[]): void {
    for (const step of steps) {
      const { source, path, range, next } = step
      if (next === undefined) continue
      const key = [source, path, range.generation].join('\0')
      const { from, to } = this.#steps.get(key)?.range ?? range
      const whole = { ...range, from: Math.min(from, range.from), to: Math.max(to, range.to) }
      this.#steps.delete(key)
      this.#steps.set(key, { ...step, range: whole, next })
    }
  }

  clear(): void {
    this.#steps.clear()
  }
}
