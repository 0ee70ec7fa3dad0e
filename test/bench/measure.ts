import type { Workbench } from './workbench.ts'

/** One measure, taken several times. */
export interface Measure {
  readonly name: string
  /** What is measured, and how, in one sentence. */
  readonly what: string
  /** The names of the columns, with their units. */
  readonly columns: readonly string[]
  /** Whether the first number of our subject, which comes first, is compared with that of all others. */
  readonly compares?: true
  readonly targets?: readonly Target[]
  /** Takes the measure once: ours first, then the others. Only the first run includes what takes very long. */
  readonly run: (bench: Workbench, isFirst: boolean) => Promise<readonly Row[]>
}

/** The result of one run for one subject: a number for each column, undefined if it does not apply. */
export interface Row {
  readonly subject: string
  readonly values: readonly (number | undefined)[]
}

/** A target for one subject: a ratio to another one in the same run, so that it holds on any machine, or a number. */
export type Target = {
  readonly subject: string
  readonly column: string
  readonly bound: 'at most' | 'at least'
} & ({ readonly of: string; readonly ratio: number } | { readonly value: number })
