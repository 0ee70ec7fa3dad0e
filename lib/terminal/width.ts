import type { Writable } from 'node:stream'
import { isJournal } from '../system/journal-stream.ts'

const USUAL = 80

/** Line width of a stream, in columns: that of its terminal, unlimited in the journal, otherwise 80. */
export function widthOf(stream: Writable, env: NodeJS.ProcessEnv = process.env): number {
  if (isJournal(stream, env)) return Infinity
  // A serial console reports 0.
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0 ? stream.columns : USUAL
}

/** Whether a stream is a terminal. */
export function isTerminal(stream: Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true
}
