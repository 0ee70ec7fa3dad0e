/** What is no message of DNS. */
export class NoMessage extends Error {}

/** A name in a message, and where what follows it begins. */
export interface DnsName {
  /** Without a dot at the end; empty for the root. A byte is a character. */
  readonly text: string
  readonly end: number
}

/** Longest name, in bytes (RFC 1035 §3.1). */
const LONGEST = 255

/** The bytes of a name; throws a bug for one that `isDnsName` refuses. */
export function nameBytes(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.')
  return Buffer.concat([
    ...labels.map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, 'latin1')),
    Buffer.from([0]),
  ])
}

/** Whether this is a name as DNS has it, without a dot at the end. */
export function isDnsName(name: string): boolean {
  return name.length <= 253 && (name === '' || /^[\w*-]{1,63}(?:\.[\w*-]{1,63})*$/.test(name))
}

/**
 * The name at a place of a message. Each pointer (RFC 1035 §4.1.4) must lead to before the part that it ends, so none
 * leads in a circle. Throws `NoMessage`, or a RangeError beyond the end.
 */
export function nameAt(message: Buffer, begin: number): DnsName {
  const labels: string[] = []
  let [at, part, length] = [begin, begin, 0]
  let end: number | undefined
  for (;;) {
    const size = message.readUInt8(at)
    if (size === 0) return { text: labels.join('.'), end: end ?? at + 1 }
    if (size >= 0xc0) {
      end ??= at + 2
      at = message.readUInt16BE(at) & 0x3fff
      if (at >= part) throw new NoMessage('a pointer that leads forward')
      part = at
      continue
    }
    length += size + 1
    if (size > 63 || length > LONGEST) throw new NoMessage('a name that is too long')
    if (at + 1 + size > message.length) throw new NoMessage('cut')
    labels.push(message.toString('latin1', at + 1, at + 1 + size))
    at += 1 + size
  }
}
