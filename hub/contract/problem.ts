/** An error as answered: its number, one sentence, and where more is said about it. */
export interface ShownProblem {
  readonly code: number
  readonly error: string
  readonly link: string
}
