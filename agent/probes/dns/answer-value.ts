import { nameAt, NoMessage } from './name.ts'
import type { RecordType } from './record-type.ts'

/** The value of a record as people write it: an address, a name, `10 mail.example.com`, a text. */
export function answerValue(type: RecordType, message: Buffer, start: number, length: number): string {
  switch (type) {
    case 'A':
      return [...sized(message, start, length, 4)].join('.')
    case 'AAAA':
      return ipv6(sized(message, start, length, 16))
    case 'MX':
      return `${message.readUInt16BE(start)} ${nameAt(message, start + 2).text}`
    case 'TXT':
      return texts(message.subarray(start, start + length))
    case 'NS':
    case 'CNAME':
    case 'PTR':
    case 'SOA':
      return nameAt(message, start).text
  }
}

function sized(message: Buffer, start: number, length: number, size: number): Buffer {
  if (length !== size) throw new NoMessage('an address of another length')
  return message.subarray(start, start + size)
}

/** As a URL writes it (RFC 5952). */
function ipv6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(2 * at).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

/** Strings with their lengths in front, as one. */
function texts(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 1 + bytes.readUInt8(at))
    text += bytes.toString('latin1', at + 1, at + 1 + bytes.readUInt8(at))
  return text
}
