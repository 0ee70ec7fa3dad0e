import type { GapCause } from '../../lib/event/event.ts'

/** Bytes of a log that are gone for good, as far as the agent can tell. */
export interface Gap {
  /** The path of the log, or of the copy that cannot be read. */
  readonly file: string
  /** Names the content they stood in; '' where that is not known. */
  readonly generation: string
  /** Where they begin, in bytes. */
  readonly from: number
  /** Where they end, in bytes; undefined where nobody knows how many there were. */
  readonly to: number | undefined
  readonly cause: GapCause
}
