import type { Paint } from '../../lib/terminal/colour.ts'

/** What something is printed on, and when. */
export interface StatusScreen {
  /** Columns. */
  readonly width: number
  /** Lines, where it must fit; undefined where there is no end. */
  readonly height?: number | undefined
  readonly paint: Paint
  /** Milliseconds since the epoch. */
  readonly now: number
}
