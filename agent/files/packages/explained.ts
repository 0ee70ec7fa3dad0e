import { messageOf } from '../../../lib/system/errors.ts'
import { type ByteText, bufferOf } from '../byte-text.ts'
import type { Difference } from '../comparison.ts'
import { ContentReader } from '../content.ts'
import { standingAt } from '../walk.ts'
import { dpkgFiles, hasDpkg } from './dpkg.ts'
import type { PackageFile } from './package-file.ts'
import { hasRpm, rpmFiles } from './rpm.ts'

/** Where packages are looked up. */
export interface PackageHost {
  /** The host's files are below it; '' for this host. */
  readonly root: string
  /** When the list was made, in seconds since the epoch. */
  readonly since: number
  readonly signal: AbortSignal
}

/** A file that is new, or whose content is. */
type Renewed = Extract<Difference, { readonly is: 'new' | 'changed' }>

/** setuid and setgid. */
const POWERS = 0o6000

/**
 * The differences that an update explains, each with the name of the package: the content is, byte for byte, what a
 * package contains that was installed or updated since the list was made, and neither owner nor rights changed. The
 * database of packages is on the host that is checked: who controls that host can explain everything. Undefined
 * where the host has neither dpkg nor rpm.
 */
export async function explained(
  all: readonly Difference[],
  { root, since, signal }: PackageHost,
): Promise<ReadonlyMap<Difference, string> | undefined> {
  const isDpkg = hasDpkg(root)
  if (!isDpkg && (root !== '' || !hasRpm())) return undefined
  const renewed = new Map(all.filter(isRenewed).map((difference) => [difference.after.name, difference]))
  const wanted = new Set(renewed.keys())
  const files = isDpkg ? await dpkgFiles(root, since, wanted) : await rpmFiles(since, wanted, signal)
  const reader = new ContentReader(['sha256', 'md5'], signal)
  const found = new Map<Difference, string>()
  for (const [name, file] of files) {
    const difference = renewed.get(name)
    if (difference !== undefined && (await isOf(difference, file, root, reader)))
      found.set(difference, file.packageName)
  }
  return found
}

/** The same; where packages cannot be looked up it says why, and nothing is explained. Rejects with `AbortError`. */
export async function explainedIfKnown(
  all: readonly Difference[],
  host: PackageHost,
  say: (sentence: string) => void,
): ReturnType<typeof explained> {
  try {
    return await explained(all, host)
  } catch (error) {
    if (host.signal.aborted) throw error
    say(`Which changes came with updates is not known: ${messageOf(error)}`)
    return undefined
  }
}

function isRenewed(difference: Difference): difference is Renewed {
  if (difference.is === 'new') return difference.after.type === 'f' && ((difference.after.mode ?? 0) & POWERS) === 0
  if (difference.is !== 'changed') return false
  return difference.aspects.every((aspect) => aspect === 'content' || aspect === 'size')
}

/** MD5 is made anew, and of the very bytes that were compared: their SHA-256 says so. */
async function isOf(
  { after }: Renewed,
  { digest }: PackageFile,
  root: ByteText,
  reader: ContentReader,
): Promise<boolean> {
  if (after.digest?.algorithm === digest.algorithm) return after.digest.hex === digest.hex
  const found = standingAt(after.name, bufferOf(root + after.name))
  if (found === undefined || 'reason' in found || !found.stats.isFile()) return false
  const content = await reader.read(found)
  if ('reason' in content) return false
  const [sha256, md5] = content.hexes
  return digest.algorithm === 'md5' && sha256 === after.digest?.hex && md5 === digest.hex
}
