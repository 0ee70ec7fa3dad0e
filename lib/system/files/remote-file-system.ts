/**
 * File systems that other machines write to without this kernel's inotify noticing, by their numbers in statfs(2).
 * Source: linux/magic.h, and the sources of Lustre.
 */
const REMOTE: Readonly<Record<string, number>> = {
  nfs: 0x6969,
  smb: 0x517b,
  cifs: 0xff534d42,
  smb2: 0xfe534d42,
  fuse: 0x65735546,
  ceph: 0x00c36400,
  '9p': 0x01021997,
  lustre: 0x0bd00bd0,
  gfs2: 0x01161970,
  ocfs2: 0x7461636f,
  afs: 0x5346414f,
}

const NUMBERS: ReadonlySet<number> = new Set(Object.values(REMOTE))

/** Whether inotify may miss changes in a file system of this type (statfs(2), f_type). */
export function isRemote(type: number): boolean {
  return NUMBERS.has(type)
}
