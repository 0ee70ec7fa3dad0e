/** Something that is measured, several times over. */
export interface Measure {
  readonly name: string
  /** What is measured and how, in one sentence. */
  readonly what: string
  /** The names of the numbers, with their units. */
  readonly columns: readonly string[]
  /** Measures once. Each run has the same subjects: ours, and what ours is compared with. */
  readonly run: () => Promise<readonly Row[]>
}

/** What one run found of one subject: a number for each column, none where it has no meaning. */
export interface Row {
  readonly subject: string
  readonly values: readonly (number | undefined)[]
}
