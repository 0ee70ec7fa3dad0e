import type { GapCause } from '../../lib/event/event.ts'

/** Bytes of a log that are lost for good, as far as the agent can tell. */
export interface Gap {
  /** The path of the log, or of a copy that cannot be read. */
  readonly file: string
  /** The generation of the content that they were part of; '' if unknown. */
  readonly generation: string
  /** The byte offset where they begin. */
  readonly from: number
  /** The byte offset after the last one; undefined if nobody knows how many there were. */
  readonly to: number | undefined
  readonly cause: GapCause
}
