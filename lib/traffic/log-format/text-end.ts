import type { TrafficLine } from './traffic-line.ts'

const [NEWLINE, QUOTE, BACKSLASH] = [0x0a, 0x22, 0x5c]

/** Where text ends that is followed by `after`, whose first byte is `stop`; -1 if the line ends before. */
export function textEnd(bytes: Buffer, start: number, stop: number, after: Uint8Array): number {
  let at = start
  for (;;) {
    let byte = bytes[at] ?? NEWLINE
    // Most bytes are above the space that ends most texts: one comparison each.
    while (byte > stop || (byte !== stop && byte !== NEWLINE)) {
      at += 1
      byte = bytes[at] ?? NEWLINE
    }
    if (byte !== stop) return -1
    if (after.length < 2 || holdsRest(bytes, at, after)) return at
    at += 1
  }
}

/**
 * Where text in quotes ends; -1 if the line ends before. Apache writes a quote as `\"` there, and a backslash as `\\`,
 * nginx as `\x22` and `\x5C`: so a quote ends the text unless an odd number of backslashes is before it.
 */
export function quoteEnd(bytes: Buffer, start: number): number {
  let at = start
  for (;;) {
    let byte = bytes[at] ?? NEWLINE
    while (byte > QUOTE || (byte !== QUOTE && byte !== NEWLINE)) {
      at += 1
      byte = bytes[at] ?? NEWLINE
    }
    if (byte === NEWLINE) return -1
    if (!isEscaped(bytes, start, at)) return at
    at += 1
  }
}

/** Whether an odd number of backslashes is before that byte of a text. */
export function isEscaped(bytes: Buffer, start: number, at: number): boolean {
  let before = at
  while (before > start && bytes[before - 1] === BACKSLASH) before -= 1
  return (at - before) % 2 === 1
}

/** Whether all but the first of these bytes stand there. */
export function holdsRest(bytes: Buffer, at: number, text: Uint8Array): boolean {
  for (let index = 1; index < text.length; index += 1) if (bytes[at + index] !== text[index]) return false
  return true
}

/** Bytes of the rest of a line that are looked through here. */
const NEAR = 160

/** Four newlines, and what finds a byte of zero in a word. */
const [NEWLINES, ONES, HIGHEST_BITS] = [0x0a0a0a0a, 0x01010101, 0x80808080 | 0]

/**
 * Where the next line begins. Most lines end soon: four bytes at once are looked through faster than a built-in
 * function is called, which is the faster one from there on.
 */
export function lineEnd({ bytes, view }: TrafficLine, from: number): number {
  let at = from
  for (const last = Math.min(from + NEAR, bytes.length - 4); at <= last; at += 4) {
    const word = view.getInt32(at, true) ^ NEWLINES
    if (((word - ONES) & ~word & HIGHEST_BITS) !== 0) break
  }
  for (const last = Math.min(at + 4, bytes.length); at < last; at += 1) if (bytes[at] === NEWLINE) return at + 1
  const newline = bytes.indexOf(NEWLINE, at)
  return newline === -1 ? bytes.length : newline + 1
}
