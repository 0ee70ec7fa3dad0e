/** Bytes of a line of 76 characters (RFC 2045 §6.8). */
const LINE = 57

/** Lines encoded at a time. */
const LINES = 512

/** Bytes as base64 in lines that end with CRLF, piece by piece. */
export async function* base64Lines(content: AsyncIterable<Buffer>): AsyncGenerator<string, void, void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of content) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const whole = bytes.length - (bytes.length % LINE)
    for (let at = 0; at < whole; at += LINE * LINES)
      yield encoded(bytes.subarray(at, Math.min(whole, at + LINE * LINES)))
    rest = bytes.subarray(whole)
  }
  if (rest.length > 0) yield encoded(rest)
}

function encoded(bytes: Buffer): string {
  const text = bytes.toString('base64')
  const lines: string[] = []
  for (let at = 0; at < text.length; at += 76) lines.push(text.slice(at, at + 76), '\r\n')
  return lines.join('')
}
