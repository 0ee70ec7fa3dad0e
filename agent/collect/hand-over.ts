import type { Position } from '../follow/checkpoint.ts'
import type { Siblings } from '../follow/trail/siblings.ts'
import type { CheckpointStore } from '../spool/positions/checkpoints.ts'

/** What `handOver` needs. */
export interface HandOverParts {
  readonly siblings?: Pick<Siblings, 'waitingFor' | 'give'>
  readonly checkpoints: Pick<CheckpointStore, 'of' | 'advance' | 'save'>
}

/**
 * Hands a file over to the log of the same source that continues it, once everything read from it is sealed. Saves the
 * new owner's position first: otherwise a kill could leave the file with both logs.
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
