import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { ActionNeeded, messageOf } from '../../../lib/system/errors.ts'
import type { ByteText } from '../byte-text.ts'
import type { PackageFile } from './package-file.ts'

/** Where its database is, for all versions of rpm. */
const DATABASES = ['/usr/lib/sysimage/rpm', '/var/lib/rpm']

/** The program that reads it. */
const RPM = '/usr/bin/rpm'

/** Milliseconds and bytes that it may take. */
const [TIMEOUT, MOST] = [60_000, 128 * 1024 * 1024]

/** Names of packages in one call: a command line is bounded. */
const AT_ONCE = 200

/** Whether the packages of this host are rpm's. */
export function hasRpm(): boolean {
  return existsSync(RPM) && DATABASES.some((path) => existsSync(path))
}

/**
 * The files among `wanted` that packages contain which rpm installed or updated since, in seconds since the epoch, with
 * the SHA-256 that each has in the signed header of its package. Throws `ActionNeeded` if rpm fails.
 */
export async function rpmFiles(
  since: number,
  wanted: ReadonlySet<ByteText>,
  signal: AbortSignal,
  program: string = RPM,
): Promise<ReadonlyMap<ByteText, PackageFile>> {
  const ask = (...words: readonly string[]): Promise<string> => answerOf(program, words, signal)
  const all = await ask('-qa', '--qf', String.raw`%{INSTALLTIME}\t%{NEVRA}\n`)
  const updated = all.split('\n').flatMap((line) => {
    const [time = '', name = ''] = line.split('\t')
    return name !== '' && !name.startsWith('-') && Number(time) >= since ? [name] : []
  })
  const files = new Map<ByteText, PackageFile>()
  for (let at = 0; at < updated.length; at += AT_ONCE) {
    const names = updated.slice(at, at + AT_ONCE)
    const lines = await ask('-q', '--qf', String.raw`[%{=NAME}\t%{FILEDIGESTS}\t%{FILENAMES}\n]`, '--', ...names)
    for (const line of lines.split('\n')) {
      const [packageName = '', hex = '', name = ''] = line.split('\t')
      if (wanted.has(name) && /^[\da-f]{64}$/.test(hex))
        files.set(name, { packageName, digest: { algorithm: 'sha256', hex } })
    }
  }
  return files
}

async function answerOf(program: string, words: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    const options = { encoding: 'latin1', timeout: TIMEOUT, maxBuffer: MOST, signal, env: { LC_ALL: 'C' } } as const
    return (await promisify(execFile)(program, [...words], options)).stdout
  } catch (error) {
    throw new ActionNeeded(`${program}: ${messageOf(error).split('\n')[0]}`)
  }
}
