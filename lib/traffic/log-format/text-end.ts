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

/** Where the next line begins. */
export function lineEnd(bytes: Buffer, from: number): number {
  if (bytes[from] === NEWLINE) return from + 1
  const newline = bytes.indexOf(NEWLINE, from)
  return newline === -1 ? bytes.length : newline + 1
}
