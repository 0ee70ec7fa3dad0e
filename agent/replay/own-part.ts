import type { Checkpoint, Position } from '../follow/checkpoint.ts'
import { LogFile } from '../follow/files/log-file.ts'
import type { PastFile } from './past-files.ts'

/**
 * What the collector will not read itself of a log's past, oldest file first, from where it goes on; undefined where
 * its place cannot be told by the files as they are. Without a checkpoint it begins at the configured start, and never
 * reads a copy.
 */
export function withoutUnread(
  files: readonly PastFile[],
  checkpoint: Checkpoint | undefined,
  start: 'end' | 'beginning',
): readonly PastFile[] | undefined {
  if (checkpoint === undefined && start === 'end') return files
  const positions = checkpoint?.files ?? []
  if (positions.length === 0) return files.filter(({ isLog }) => !isLog)
  const standing = positions.map((position) => files.find((file) => stands(position, file)))
  const first = files.findIndex((file) => standing.includes(file))
  if (standing.includes(undefined)) return undefined
  // What is newer than the oldest file that it has not left is the collector's to read.
  return files.flatMap((file, index) => {
    const upTo = positions[standing.indexOf(file)]
    if (upTo !== undefined) return [{ ...file, upTo }]
    return index < first ? [file] : []
  })
}

/** Whether a position stands in a file: the one it was saved for, with the bytes of then before it. */
function stands(position: Position, { path, form, inode }: PastFile): boolean {
  if (form !== 'plain' || inode !== position.inode) return false
  const file = LogFile.tryOpen(path)
  if (typeof file === 'string') return false
  try {
    return file.resume(position)
  } finally {
    file.close()
  }
}
