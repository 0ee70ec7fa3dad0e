import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const packed = promisify(gzip)

/** Below this a header and a wait of a turn cost more than they save, in bytes. */
const LEAST = 1024

/** Whether a client takes an encoding: `Accept-Encoding`, RFC 9110, section 12.5.3. */
export function takesCoding(accepted: string, encoding: string): boolean {
  return accepted.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase())
    return name === encoding && !parameters.some((word) => /^q=0(?:\.0*)?$/.test(word))
  })
}

/** Bytes as they are sent to whom takes these encodings, and the headers that say so. */
export async function codedFor(
  accepted: string,
  bytes: Buffer,
): Promise<{ readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>> }> {
  const vary = { vary: 'accept-encoding' }
  if (bytes.length < LEAST || !takesCoding(accepted, 'gzip')) return { bytes, headers: vary }
  return { bytes: await packed(bytes), headers: { ...vary, 'content-encoding': 'gzip' } }
}
