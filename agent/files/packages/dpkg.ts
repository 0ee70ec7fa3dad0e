import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { codeOf } from '../../../lib/system/errors.ts'
import { entriesIn, inFolder } from '../../../lib/system/files/held-folder.ts'
import { readRegularBytes, readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import type { ByteText } from '../byte-text.ts'
import type { PackageFile } from './package-file.ts'

/** Rotated logs of dpkg: monthly, for a year (logrotate's file in Debian). */
const LOGS = 13

/** Bytes of a decompressed log. */
const LARGEST_LOG = 64 * 1024 * 1024

/** `/bin` and the like lead into `/usr` (usrmerge); dpkg knows some of their files by the old names. */
const MERGED = /^usr\/((?:bin|sbin|lib\w*)\/.*)$/s

/** Whether the packages of a host are dpkg's. */
export function hasDpkg(root: string): boolean {
  return lstatSync(join(root, 'var/lib/dpkg/status'), { throwIfNoEntry: false })?.isFile() === true
}

/**
 * The files among `wanted` that packages contain which dpkg installed or updated since, in seconds since the epoch,
 * with the digest that each has in the package: MD5, as dpkg knows no other.
 */
export async function dpkgFiles(
  root: string,
  since: number,
  wanted: ReadonlySet<ByteText>,
): Promise<ReadonlyMap<ByteText, PackageFile>> {
  const updated = await updatedSince(root, since)
  const byName = new Map([...wanted].flatMap((name) => namesOf(name).map((known) => [known, name] as const)))
  const files = new Map<ByteText, PackageFile>()
  const add = (known: ByteText, packageName: string, md5: string): void => {
    const name = byName.get(known)
    if (name !== undefined) files.set(name, { packageName, digest: { algorithm: 'md5', hex: md5 } })
  }
  inFolder(join(root, 'var/lib/dpkg/info'), (held) => {
    for (const { name } of entriesIn(held)) {
      const packageName = name.replace(/\.md5sums$/, '').split(':')[0] ?? ''
      if (!name.endsWith('.md5sums') || !updated.has(packageName)) continue
      const { text } = readRegularFileSync(`${held}/${name}`, {}, 'latin1')
      for (const line of text.split('\n')) add(line.slice(34), packageName, line.slice(0, 32))
    }
  })
  for (const { packageName, name, md5 } of conffilesOf(root)) if (updated.has(packageName)) add(name, packageName, md5)
  return files
}

/** A name as dpkg writes it, without the first `/`. */
function namesOf(name: ByteText): readonly ByteText[] {
  const known = name.slice(1)
  const old = MERGED.exec(known)?.[1]
  return old === undefined ? [known] : [known, old]
}

function* conffilesOf(root: string): Generator<{ packageName: string; name: ByteText; md5: string }, void, void> {
  const { text } = readRegularFileSync(join(root, 'var/lib/dpkg/status'), {}, 'latin1')
  let packageName = ''
  for (const line of text.split('\n')) {
    packageName = /^Package: (\S+)$/.exec(line)?.[1] ?? packageName
    const [, name = '', md5 = ''] = line.startsWith(' /') ? line.split(' ') : []
    if (/^[\da-f]{32}$/.test(md5)) yield { packageName, name: name.slice(1), md5 }
  }
}

/** Names of the packages, without their architecture. */
async function updatedSince(root: string, since: number): Promise<ReadonlySet<string>> {
  const updated = new Set<string>()
  for (let number = 0; number < LOGS; number += 1) {
    const text = await logOf(root, number)
    const steps = (text ?? '')
      .split('\n')
      .map(stepIn)
      .filter((step) => step !== undefined)
    for (const { at, name, isUpdate } of steps) if (at >= since && isUpdate) updated.add(name)
    if (steps.length > 0 && steps.every(({ at }) => at < since)) break
  }
  return updated
}

/** What a line of the log tells, in seconds since the epoch: dpkg writes the time of the host, without a zone. */
function stepIn(line: string): { readonly at: number; readonly name: string; readonly isUpdate: boolean } | undefined {
  const [, day, time, what, name = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (\S+) ([^ :]+)/.exec(line) ?? []
  const at = Date.parse(`${day}T${time}`) / 1000
  return Number.isNaN(at) ? undefined : { at, name, isUpdate: what === 'install' || what === 'upgrade' }
}

async function logOf(root: string, number: number): Promise<string | undefined> {
  const path = join(root, 'var/log/dpkg.log') + (number === 0 ? '' : `.${number}`)
  try {
    return (await readRegularBytes(path)).toString('latin1')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || number === 0) return undefined
  }
  try {
    const packed = await readRegularBytes(`${path}.gz`)
    return (await promisify(gunzip)(packed, { maxOutputLength: LARGEST_LOG })).toString('latin1')
  } catch {
    // Then less is known to come from packages, and more is shown.
    return undefined
  }
}
