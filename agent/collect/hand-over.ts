import type { Position } from '../follow/checkpoint.ts'
import type { Siblings } from '../follow/trail/siblings.ts'
import type { CheckpointStore } from '../spool/positions/checkpoints.ts'

/** What a file changes hands with. */
export interface HandOverParts {
  readonly siblings?: Pick<Siblings, 'waitingFor' | 'give'>
  readonly checkpoints: Pick<CheckpointStore, 'of' | 'advance' | 'save'>
}

/**
 * Lets another log of a source go on with a file, now that all that was read of it is safe: first its position changes
 * hands on the disk, or after a kill both logs would have it.
 */
export async function handOver(
  given: Position,
  source: string,
  { siblings, checkpoints }: HandOverParts,
): Promise<void> {
  const path = siblings?.waitingFor(given.inode)
  if (path !== undefined) {
    const before = checkpoints.of(source, path)
    checkpoints.advance(source, path, { ...before, files: [...(before?.files ?? []), given] })
    await checkpoints.save()
  }
  siblings?.give(given)
}
