import type { Checkpoint, Position } from '../follow/checkpoint.ts'
import { LogFile } from '../follow/files/log-file.ts'
import type { PastFile } from './past-files.ts'

/**
 * The part of a log's past (oldest file first) that the collector will not read itself when it continues at its
 * checkpoint; undefined if the files have changed so that this cannot be told. Without a checkpoint the collector
 * begins at the configured start, and never reads a copy.
 */
export function withoutUnread(
  all: readonly PastFile[],
  checkpoint: Checkpoint | undefined,
  start: 'end' | 'beginning',
): readonly PastFile[] | undefined {
  if (checkpoint === undefined && start === 'end') return all
  const { files: positions = [], seen = [] } = checkpoint ?? {}
  const files = all.filter(({ inode }) => !seen.some((each) => each.inode === inode))
  if (positions.length === 0) return files.filter(({ isLog }) => !isLog)
  const holders = positions.map((position) => files.find((file) => isIn(position, file)))
  const first = files.findIndex((file) => holders.includes(file))
  if (holders.includes(undefined)) return undefined
  // Files newer than the oldest one of the checkpoint are the collector's to read.
  return files.flatMap((file, index) => {
    const upTo = positions[holders.indexOf(file)]
    if (upTo !== undefined) return [{ ...file, upTo }]
    return index < first ? [file] : []
  })
}

/** Whether a position is in a file: the one it was saved for, with the same bytes before it. */
function isIn(position: Position, { path, form, inode }: PastFile): boolean {
  if (form !== 'plain' || inode !== position.inode) return false
  const file = LogFile.tryOpen(path)
  if (typeof file === 'string') return false
  try {
    return file.resume(position)
  } finally {
    file.close()
  }
}
