import type { Workbench } from './workbench.ts'

/** Something that is measured, several times over. */
export interface Measure {
  readonly name: string
  /** What is measured and how, in one sentence. */
  readonly what: string
  /** The names of the numbers, with their units. */
  readonly columns: readonly string[]
  /** The first number of our subject, which is the first, is set beside that of all others. */
  readonly compares?: true
  readonly targets?: readonly Target[]
  /** Measures once: ours first, then what ours is compared with. Only the first run has what takes very long. */
  readonly run: (bench: Workbench, isFirst: boolean) => Promise<readonly Row[]>
}

/** What one run found of one subject: a number for each column, none where it has no meaning. */
export interface Row {
  readonly subject: string
  readonly values: readonly (number | undefined)[]
}

/** What is asked of one subject, as a share of what another one had in the same run: so it holds on any machine. */
export interface Target {
  readonly subject: string
  readonly column: string
  readonly of: string
  readonly bound: 'at most' | 'at least'
  readonly ratio: number
}
