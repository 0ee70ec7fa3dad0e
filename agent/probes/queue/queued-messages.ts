import { join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { isPresent } from '../../../lib/system/files/presence.ts'
import { ProbeFault } from '../wire/probe-fault.ts'

/**
 * The name of the header file of a message, by which exim counts its queue (queue_get_spool_list() of src/queue.c): an
 * id of 16 characters, or since exim 4.97 of 23, and `-H`.
 */
const HEADER = /^[\da-z]{6}-(?:[\da-z]{6}-[\da-z]{2}|[\da-z]{11}-[\da-z]{4})-H$/i

/** A folder of split_spool_directory; exim looks into these, and at what lies beside them, however that is set. */
const PART = /^[\da-z]$/i

/** Where exim has its messages on the host below `root`: of its own packages and cPanel, or of Debian. */
export function usualSpool(root: string): string {
  const usual = join(root, 'var/spool/exim')
  return isPresent(usual) ? usual : join(root, 'var/spool/exim4')
}

/**
 * How many messages wait in the queue of the exim that has its spool in this folder, frozen ones too, as `exim -bpc`
 * counts them, at less cost. Throws a `ProbeFault`.
 */
export async function queuedMessages(spool: string, signal: AbortSignal): Promise<number> {
  const folder = join(spool, 'input')
  try {
    const parts: string[] = []
    let count = await headersIn(folder, signal, parts)
    for (const part of parts) count += await headersIn(join(folder, part), signal)
    return count
  } catch (error) {
    if (error instanceof ProbeFault) throw error
    throw new ProbeFault(reasonOf(folder, codeOf(error)), 'unknown')
  }
}

/** Counts the headers in one folder, and notes the parts that it has. */
async function headersIn(folder: string, signal: AbortSignal, parts: string[] = []): Promise<number> {
  let count = 0
  for await (const entries of entriesOf(folder)) {
    if (signal.aborted) throw new ProbeFault(`${folder} could not be counted in time`, 'unknown')
    count += entries.filter((entry) => HEADER.test(entry.name)).length
    parts.push(...entries.filter((entry) => PART.test(entry.name) && entry.isDirectory()).map(({ name }) => name))
  }
  return count
}

function reasonOf(folder: string, code: string = 'no code'): string {
  if (code === 'ENOENT') return `${folder} is not there: exim has its messages elsewhere, or nothing to do (${code})`
  if (code === 'EACCES') return `${folder} may be looked into by root and exim alone (${code})`
  return `${folder} cannot be looked into (${code})`
}
