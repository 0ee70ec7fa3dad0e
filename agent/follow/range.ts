/** Consecutive bytes of one file. */
export interface Range {
  /** The generation of the content that they are part of. */
  readonly generation: string
  /** Byte offsets: the first one, and the one after the last. */
  readonly from: number
  readonly to: number
}
