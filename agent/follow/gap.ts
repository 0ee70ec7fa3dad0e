/** Why bytes of a log cannot be had any more. */
export type GapCause =
  /** The file was truncated or rewritten before they were read, and nothing holds a copy of them. */
  | 'truncated'
  /** While nobody looked, their file went away or became another, and nothing holds a copy of them. */
  | 'missing'
  /** Copies that may hold them cannot be read. */
  | 'unreadable'

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
