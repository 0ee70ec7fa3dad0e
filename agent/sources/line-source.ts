import type { Checkpoint } from '../follow/checkpoint.ts'
import type { ExtractionOptions } from '../follow/extraction.ts'
import type { Batch, FollowOptions } from '../follow/follow.ts'

/** What a source of lines needs. */
export interface LineOptions<T> extends ExtractionOptions<T>, Pick<FollowOptions<T>, 'takeGap' | 'waker'> {
  /** Where an earlier run stopped; undefined if the source is new. */
  readonly from: Checkpoint | undefined
  readonly signal: AbortSignal
}

/**
 * Where lines come from. Yields batches, each with the checkpoint to save once the batch is sealed. Reads nothing until
 * the next batch is requested, so that writers block while nothing can be sealed. Ends with its signal, or when no more
 * lines can come.
 *
 * A position is whatever finds the place again: inode and offset of a file; the cursor of a journal (as `generation`);
 * for a stream that cannot be read again, the number of bytes received in all runs.
 */
export type LineSource = <T>(options: LineOptions<T>) => AsyncGenerator<Batch<T>, void, void>
