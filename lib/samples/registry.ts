import type { Metric, Sample } from './metric.ts'

/** A metric and its current samples. */
export interface Family {
  readonly metric: Metric
  readonly samples: readonly Sample[]
}

/** The metrics of one process. They are read only on demand, so counting costs nothing more. */
export class Registry {
  readonly #readers = new Map<string, { readonly metric: Metric; readonly read: () => readonly Sample[] }>()
  readonly #measures: (() => Promise<void>)[] = []

  /** Adds a metric; `read` returns its current samples. */
  add(metric: Metric, read: () => readonly Sample[]): void {
    if (this.#readers.has(metric.name)) throw new Error(`two metrics are called ${metric.name}`)
    this.#readers.set(metric.name, { metric, read })
  }

  /** Adds a measurement that is awaited before metrics are read, for facts that the process does not know by itself. */
  measure(measure: () => Promise<void>): void {
    this.#measures.push(measure)
  }

  /** All metrics with their current samples. Rejects if a measurement does. */
  async gather(): Promise<readonly Family[]> {
    for (const measure of this.#measures) await measure()
    return [...this.#readers.values()].map(({ metric, read }) => ({ metric, samples: read() }))
  }
}
