/** A line of Exim's main log. */
export interface EximLine {
  /** What `parseStamp` reads; without an offset unless Exim is told to write one (`log_timezone`). */
  readonly stamp: string
  /** Whether it is about a message: then the message's id stands in front. */
  readonly hasId: boolean
  /** What follows. */
  readonly text: string
}

/** Milliseconds, the offset and the process id are there if Exim's `log_selector` and `log_timezone` ask for them. */
const HEAD =
  /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?:\.\d{3})?( [+-]\d{4})? (?:\[\d{1,10}\] )?([A-Za-z\d]{6}-(?:[A-Za-z\d]{6}-[A-Za-z\d]{2}|[A-Za-z\d]{11}-[A-Za-z\d]{4}) )?/

/**
 * Parses the beginning of a line; undefined for any other text. A message id has 16 characters, and 23 since Exim 4.97.
 * Source: Exim's specification, "Log files".
 */
export function parseEximLine(line: string): EximLine | undefined {
  const head = HEAD.exec(line)
  if (head === null) return undefined
  const [{ length }, stamp = '', offset = '', id] = head
  return { stamp: stamp + offset, hasId: id !== undefined, text: line.slice(length) }
}
