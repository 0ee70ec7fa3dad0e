import { statfs } from 'node:fs/promises'

/** What is left of a file system. */
export interface FreeSpace {
  /** For those who are not root. */
  readonly bytes: number
  readonly inodes: number
  /** All inodes, free or not; 0 on file systems that make them as they need them (btrfs). */
  readonly allInodes: number
}

/** What is left of the file system that holds a path, as statfs(2) tells; throws what the system says. */
export async function freeSpaceOf(path: string): Promise<FreeSpace> {
  const { bavail, bsize, ffree, files } = await statfs(path)
  return { bytes: bavail * bsize, inodes: ffree, allInodes: files }
}
