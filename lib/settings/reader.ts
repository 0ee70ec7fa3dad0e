import { type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { closedFolder, isHome } from '../system/files/closed-folder.ts'
import { isSomebody } from '../system/users/own-account.ts'
import { nameOfGroup } from '../system/users/passwd.ts'
import { shellWord } from '../text/shell-word.ts'

/** The user who will read a file; an absent field stands for this process's own. */
export interface Reader {
  readonly uid?: number | undefined
  readonly gid?: number | undefined
}

type Owner = Pick<Stats, 'uid' | 'gid' | 'mode'>

/**
 * Who besides root and the reader can access a file or folder, in words that follow its path: by the bits of `refused`
 * in its mode, or as its owner.
 */
export function accessOfOthers(found: Owner, refused: number, reader?: Reader): readonly string[] {
  const mode = found.mode & 0o777
  const { uid } = known(reader)
  return [
    ...((mode & refused) === 0
      ? []
      : [`has mode ${octal(mode).slice(1)}, so that others than its owner could ${can(mode & refused)} it`]),
    ...(found.uid === 0 || found.uid === uid
      ? []
      : [`belongs to user ${found.uid}, who is neither root nor the one this runs as`]),
  ]
}

function can(bits: number): string {
  return (bits & 0o055) === 0 ? 'write' : 'read or write'
}

/** What root types so that the reader, and nobody else, can read a file or, with `folder`, list a folder; `type: …`. */
export function remedyFor(path: string, found: Owner, reader?: Reader, folder = false): string {
  const { uid, gid } = known(reader)
  const bits = folder ? 0o110 : 0
  const own = (found.mode & 0o040) === 0 ? 0o600 : 0o640
  if (uid === 0) return typed([chown(path, found.uid === 0 ? undefined : 'root'), chmod(path, found.mode, own | bits)])
  if (found.uid === uid) return typed([chmod(path, found.mode, own | bits)])
  const isReaders = found.uid === 0 && (gid === undefined || found.gid === gid)
  const owner = gid === undefined ? 'root' : `root:${nameOfGroup(gid)}`
  return typed([chown(path, isReaders ? undefined : owner), chmod(path, found.mode, 0o640 | bits)])
}

/**
 * Like `remedyFor`, when this process was refused access, perhaps by a folder above. Tells a person, unlike a service,
 * to become root.
 */
export function remedyForRefusal(path: string, folder = false): string {
  if (isSomebody()) return 'run this as root, or have root let that user read it'
  const closed = closedFolder(path)
  if (closed === undefined) return remedyFor(path, statSync(path), undefined, folder)
  if (closed !== dirname(path) || dirname(closed) === '/' || isHome(closed)) {
    return `${closed} does not let that user pass; put the file elsewhere, such as beside the configuration that the package brings`
  }
  const unknown = { uid: 0, gid: -1, mode: 0 }
  const [outer, inner] = [remedyFor(closed, unknown, undefined, true), remedyFor(path, unknown, undefined, folder)]
  return `${outer} && ${inner.replace(/^type: /, '')}`
}

function known({ uid, gid }: Reader = { gid: process.getegid?.() }): Reader {
  return { uid: uid ?? process.geteuid?.(), gid }
}

function chown(path: string, owner: string | undefined): string | undefined {
  return owner === undefined ? undefined : `chown ${owner} ${shellWord(path)}`
}

function chmod(path: string, mode: number, right: number): string | undefined {
  return (mode & 0o777) === right ? undefined : `chmod ${octal(right)} ${shellWord(path)}`
}

function typed(commands: readonly (string | undefined)[]): string {
  const needed = commands.filter((command) => command !== undefined)
  // Owner and mode let the reader in, so something else keeps it out.
  return needed.length === 0 ? 'look at its ACL (getfacl), and at SELinux' : `type: ${needed.join(' && ')}`
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
