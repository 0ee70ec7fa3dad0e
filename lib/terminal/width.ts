import type { Writable } from 'node:stream'
import { isJournal } from '../system/journal-stream.ts'

const USUAL = 80

/**
 * How many columns a stream has room for in a line: those of the terminal that it leads to; in the journal any; else
 * 80.
 */
export function widthOf(stream: Writable, env: NodeJS.ProcessEnv = process.env): number {
  if (isJournal(stream, env)) return Infinity
  // A serial console says 0.
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0 ? stream.columns : USUAL
}

/** Whether a stream leads to a terminal. */
export function isTerminal(stream: Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true
}
