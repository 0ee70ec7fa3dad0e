import { isUtf8 } from 'node:buffer'
import type { Stats } from 'node:fs'
import { constants, open } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { ActionNeeded, codeOf, EXIT } from '../system/errors.ts'
import { ownName } from '../system/users/passwd.ts'
import { plainText } from '../text/plain-text.ts'
import { accessOfOthers, type Reader, remedyFor, remedyForRefusal } from './reader.ts'

const MOST_BYTES = 1024 ** 2

/** The bits of a mode that a file with a secret must not have, and one that others must only not write. */
const REFUSED = { secret: 0o027, public: 0o022 } as const

/**
 * The text of a file that may hold a secret. Throws `ActionNeeded` (exit 2, with what to type) if others can access it
 * (a `public` one: write it), its group can write it, or it belongs to neither root nor the reader; and if it is not
 * text of at most 1 MiB.
 */
export async function readPrivateFile(
  file: string,
  reader?: Reader,
  holds: keyof typeof REFUSED = 'secret',
): Promise<string> {
  // Without blocking: a FIFO in its place would hold the program for ever.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw refusal(file, openFault(file, codeOf(error)), error)
  })
  try {
    // Ask the open file: its name may lead elsewhere a moment later.
    const fault = faultOf(file, await handle.stat(), REFUSED[holds], reader)
    if (fault !== undefined) throw refusal(file, fault)
    const bytes = await buffer(handle.createReadStream({ start: 0, end: MOST_BYTES, autoClose: false }))
    if (bytes.length > MOST_BYTES) throw refusal(file, 'is larger than 1 MiB; correct the path')
    if (!isUtf8(bytes)) throw refusal(file, 'is not UTF-8; save it as UTF-8')
    return bytes.toString()
  } finally {
    await handle.close()
  }
}

function openFault(file: string, code: string | undefined): string {
  if (code === 'ENOENT') return 'is not there; write it, or correct the path'
  if (code !== 'EACCES') return `cannot be opened (${code}); correct the path`
  return `cannot be read by user ${ownName()} (EACCES); ${remedyForRefusal(file)}`
}

function faultOf(file: string, stat: Stats, refused: number, reader?: Reader): string | undefined {
  if (!stat.isFile()) return 'is not a file; correct the path'
  const faults = accessOfOthers(stat, refused, reader)
  return faults.length === 0 ? undefined : `${faults.join(', and ')}; ${remedyFor(file, stat, reader)}`
}

function refusal(file: string, fault: string, cause?: unknown): ActionNeeded {
  return new ActionNeeded(plainText(`${file}: ${fault}`), EXIT.usage, { cause })
}
