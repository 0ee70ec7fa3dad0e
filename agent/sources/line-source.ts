import type { Checkpoint } from '../follow/checkpoint.ts'
import type { ExtractionOptions } from '../follow/extraction.ts'
import type { Batch, FollowOptions } from '../follow/follow.ts'

/** What a source of lines needs. */
export interface LineOptions<T> extends ExtractionOptions<T>, Pick<FollowOptions<T>, 'takeGap'> {
  /** Where a former run ended; undefined when the source is new. */
  readonly from: Checkpoint | undefined
  readonly signal: AbortSignal
}

/**
 * Where lines come from. Yields what was taken from them in batches, each with the position that holds once the batch is
 * safe. Takes nothing more until the next batch is asked for, so that writers wait while nothing can be stored. Ends
 * with its signal, or when no more lines can come.
 *
 * A position is whatever finds the place again: inode and offset of a file; the cursor of a journal (as `generation`);
 * for what cannot be read again, the number of bytes that ever came.
 */
export type LineSource = <T>(options: LineOptions<T>) => AsyncGenerator<Batch<T>, void, void>
