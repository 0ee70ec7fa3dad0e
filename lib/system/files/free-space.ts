import { statfs } from 'node:fs/promises'

/** Free space of a file system. */
export interface FreeSpace {
  /** Available to users other than root. */
  readonly bytes: number
  readonly inodes: number
  /** All inodes, free or not; 0 on file systems that create them as needed (btrfs). */
  readonly allInodes: number
}

/** Free space of the file system that holds a path, from statfs(2); throws the system's error. */
export async function freeSpaceOf(path: string): Promise<FreeSpace> {
  const { bavail, bsize, ffree, files } = await statfs(path)
  return { bytes: bavail * bsize, inodes: ffree, allInodes: files }
}
