import type { ByteText } from '../byte-text.ts'

/** Bytes of the longest line: 500 folders in each other, each byte of their names escaped, and a link as long. */
const LONGEST = 1024 * 1024

/** Cuts bytes into lines without their ends. */
export class LineCutter {
  #rest = ''

  /** The lines that end in this piece; undefined if one is longer than any line of a list. */
  cut(piece: Buffer): readonly ByteText[] | undefined {
    const lines = (this.#rest + piece.toString('latin1')).split('\n')
    this.#rest = lines.pop() ?? ''
    return this.#rest.length > LONGEST || lines.some(({ length }) => length > LONGEST) ? undefined : lines
  }

  /** What came after the last end of line. */
  get rest(): ByteText {
    return this.#rest
  }
}
