import { mountPath } from '../../../lib/system/files/mounts.ts'

/** A file system that is mounted. */
export interface Mounted {
  readonly path: string
  readonly type: string
  /** What is mounted: `/dev/vda1`. */
  readonly source: string
  /** Whether it is on another machine: asking it can take for ever. */
  readonly isRemote: boolean
}

/** File systems without a disk of their own, or that never change; asking autofs would mount what it stands for. */
const WITHOUT_DISK =
  /^(?:proc|sysfs|devtmpfs|devpts|cgroup2?|mqueue|debugfs|tracefs|securityfs|pstore|bpf|configfs|fusectl|hugetlbfs|autofs|binfmt_misc|efivarfs|selinuxfs|nsfs|rpc_pipefs|nfsd|ramfs|squashfs|iso9660|udf|erofs|overlay|fuse\.lxcfs|fuse\.gvfsd-fuse|fuse\.portal)$/

const REMOTE =
  /^(?:nfs4?|cifs|smb3|smbfs|ceph|9p|virtiofs|lustre|glusterfs|afs|gfs2|ocfs2|ncpfs|coda|beegfs|fuse|fuse\..+)$/

/**
 * The file systems in a table of mounts (proc_pid_mountinfo(5)) that can fill up: each of them once, at its shortest
 * path. The root is taken whatever it is.
 */
export function mountedIn(table: string): readonly Mounted[] {
  const atPath = new Map<string, Mounted & { readonly device: string }>()
  for (const line of table.split('\n')) {
    const mounted = mountedOf(line.split(' '))
    // Of several at one path the last is above the others.
    if (mounted !== undefined) atPath.set(mounted.path, mounted)
  }
  const shortestFirst = [...atPath.values()].sort((a, b) => a.path.length - b.path.length)
  const seen = new Set<string>()
  return shortestFirst.flatMap(({ device, ...mounted }) => {
    const names = mounted.source.startsWith('/dev/') ? [device, mounted.source] : [device]
    if (names.some((name) => seen.has(name))) return []
    for (const name of names) seen.add(name)
    return [mounted]
  })
}

function mountedOf(fields: readonly string[]): (Mounted & { readonly device: string }) | undefined {
  const [, , device, , path] = fields
  // Optional fields end with a hyphen.
  const [type, source = '', options = ''] = fields.slice(fields.indexOf('-', 6) + 1)
  if (device === undefined || path === undefined || type === undefined || !fields.includes('-')) return undefined
  const isRoot = path === '/'
  // Of the file system itself: the mount alone may be read-only to this process (ProtectSystem= of its unit).
  if (!isRoot && (WITHOUT_DISK.test(type) || options.split(',').includes('ro'))) return undefined
  return { device, path: mountPath(path), type, source: mountPath(source), isRemote: REMOTE.test(type) }
}
