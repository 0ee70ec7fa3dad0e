/** Longest line, with the `=` of a soft break (RFC 2045 §6.7). */
const LONGEST = 76

/** A line of text as quoted-printable in lines of at most 76 characters, without the last line break. */
export function quotedPrintable(line: string): string {
  const bytes = Buffer.from(line)
  const pieces = ['']
  for (const [at, byte] of bytes.entries()) {
    const written = isPlain(byte, at === bytes.length - 1) ? String.fromCharCode(byte) : escaped(byte)
    const last = pieces.length - 1
    const longer = `${pieces[last]}${written}`
    if (longer.length < LONGEST) pieces[last] = longer
    else pieces.push(written)
  }
  return pieces.join('=\r\n')
}

/** A blank at the end of a line would be lost. */
function isPlain(byte: number, isLast: boolean): boolean {
  return (byte > 0x20 && byte < 0x7f && byte !== 0x3d) || (byte === 0x20 && !isLast)
}

function escaped(byte: number): string {
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
}
