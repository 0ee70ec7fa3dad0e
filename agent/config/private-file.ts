import { isUtf8 } from 'node:buffer'
import type { Stats } from 'node:fs'
import { constants, open } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { ActionNeeded, codeOf, EXIT } from '../system/errors.ts'
import { plainText } from '../system/plain-text.ts'

const MOST_BYTES = 1024 ** 2

/**
 * The text of a file that may hold a secret. Refused (`ActionNeeded`, exit 2, with what to type) where others can get at
 * it, its group can write it, or it belongs to neither root nor `uid`; and where it is no text of at most 1 MiB.
 */
export async function readPrivateFile(file: string, uid: number | undefined = process.geteuid?.()): Promise<string> {
  // Not blocking: a FIFO in its place would hold the program for ever.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw refusal(file, [openFault(codeOf(error))], error)
  })
  try {
    // The open file is asked, not its name, which may lead elsewhere a moment later.
    const faults = faultsOf(file, await handle.stat(), uid)
    if (faults.length > 0) throw refusal(file, faults)
    const bytes = await buffer(handle.createReadStream({ start: 0, end: MOST_BYTES, autoClose: false }))
    if (bytes.length > MOST_BYTES) throw refusal(file, ['is larger than 1 MiB; correct the path'])
    if (!isUtf8(bytes)) throw refusal(file, ['is not UTF-8; save it as UTF-8'])
    return bytes.toString()
  } finally {
    await handle.close()
  }
}

function openFault(code: string | undefined): string {
  return code === 'ENOENT'
    ? 'is not there; write it, or correct the path'
    : `cannot be opened (${code}); correct the path, or the owner and mode of the file`
}

function faultsOf(file: string, stat: Stats, uid: number | undefined): string[] {
  if (!stat.isFile()) return ['is not a file; correct the path']
  const mode = stat.mode & 0o777
  const faults: string[] = []
  if ((mode & 0o027) !== 0) {
    const octal = mode.toString(8).padStart(3, '0')
    const right = (mode & 0o040) === 0 ? 600 : 640
    faults.push(`has mode ${octal}, so that others than its owner could read or write it; type: chmod ${right} ${file}`)
  }
  if (stat.uid !== 0 && stat.uid !== uid) {
    faults.push(`belongs to user ${stat.uid}, who is neither root nor the one this runs as; type: chown root ${file}`)
  }
  return faults
}

function refusal(file: string, faults: readonly string[], cause?: unknown): ActionNeeded {
  const lines = faults.map((fault) => plainText(`${file}: ${fault}`))
  return new ActionNeeded(lines.join('\n'), EXIT.usage, { cause })
}
