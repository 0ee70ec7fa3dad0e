import type { Metric, Sample } from './metric.ts'

/** A metric, and its samples now. */
export interface Family {
  readonly metric: Metric
  readonly samples: readonly Sample[]
}

/** The metrics of one process. They are read when somebody wants them, so that what is counted costs no more. */
export class Registry {
  readonly #readers = new Map<string, { readonly metric: Metric; readonly read: () => readonly Sample[] }>()
  readonly #measures: (() => Promise<void>)[] = []

  /** `read` tells how a metric stands. */
  add(metric: Metric, read: () => readonly Sample[]): void {
    if (this.#readers.has(metric.name)) throw new Error(`two metrics are called ${metric.name}`)
    this.#readers.set(metric.name, { metric, read })
  }

  /** `measure` is waited for before metrics are read: it looks at what the process does not know by itself. */
  measure(measure: () => Promise<void>): void {
    this.#measures.push(measure)
  }

  /** How all metrics stand. Rejects as the measures do. */
  async gather(): Promise<readonly Family[]> {
    for (const measure of this.#measures) await measure()
    return [...this.#readers.values()].map(({ metric, read }) => ({ metric, samples: read() }))
  }
}
