import type { Writable } from 'node:stream'

const USUAL = 80

/** How many columns a stream shows in a line: those of the terminal that it leads to, else 80. */
export function widthOf(stream: Writable): number {
  // A serial console says 0.
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0 ? stream.columns : USUAL
}

/** Whether a stream leads to a terminal. */
export function isTerminal(stream: Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true
}
