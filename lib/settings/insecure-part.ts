import { lstatSync, readlinkSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../system/errors.ts'
import { isSomebody } from '../system/users/own-account.ts'
import { nameOfUser } from '../system/users/passwd.ts'
import { shellWord } from '../text/shell-word.ts'

/** So many links are followed, as by the kernel (path_resolution(7)). */
const MOST_LINKS = 40

/**
 * The first part of an absolute path that others than root could change, a link on the way or a folder included: in a
 * sentence without a full stop, with what to type. Undefined if there is none. The user who runs this counts as root if
 * it is a person's account, and not that of a service: what its processes write must not decide what others of them
 * do. Only owner and mode are looked at; the mode shows what an ACL lets somebody write, too.
 */
export function insecurePart(path: string, own = isSomebody() ? process.geteuid?.() : undefined): string | undefined {
  try {
    for (const [part, stats] of partsOf(path)) {
      const fault = faultOf(part, stats, own)
      if (fault !== undefined) return fault
    }
    return undefined
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return code === 'ENOENT' ? `${path} is not there` : `${path} cannot be looked at (${code})`
  }
}

/** Everything that decides what stands at a path, from the root on. */
function* partsOf(path: string): Generator<readonly [part: string, stats: Stats]> {
  const left = path.split('/')
  let at = '/'
  let links = 0
  yield [at, lstatSync(at)]
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    if (name === '' || name === '.') continue
    const part = join(at, name)
    const stats = lstatSync(part)
    yield [part, stats]
    if (!stats.isSymbolicLink()) {
      at = part
      continue
    }
    links += 1
    if (links > MOST_LINKS) throw Object.assign(new Error(`${path}: too many links`), { code: 'ELOOP' })
    const target = readlinkSync(part)
    if (target.startsWith('/')) at = '/'
    left.unshift(...target.split('/'))
  }
}

function faultOf(part: string, stats: Stats, own: number | undefined): string | undefined {
  const { uid, mode } = stats
  const isForeign = uid !== 0 && uid !== own
  // In a sticky folder, such as /tmp, nobody puts anything in the place of what is another's.
  const isShared = stats.isDirectory() && (mode & 0o1000) !== 0
  const isWritable = !stats.isSymbolicLink() && !isShared && (mode & 0o022) !== 0
  if (!isForeign && !isWritable) return undefined
  const word = shellWord(part)
  const fault = [
    ...(isForeign ? [`belongs to ${nameOfUser(uid)}`] : []),
    ...(isWritable ? [`has mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`] : []),
  ]
  const remedy = [...(isForeign ? [`chown -h root: ${word}`] : []), ...(isWritable ? [`chmod go-w ${word}`] : [])]
  return `${part} ${fault.join(' and ')}, so that others than root could change it; type: ${remedy.join(' && ')}`
}
