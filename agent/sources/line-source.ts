import type { Checkpoint } from '../follow/checkpoint.ts'
import type { Batch } from '../follow/follow.ts'
import type { PassageOptions } from '../follow/passage.ts'

/** What a source of lines works with. */
export interface LineOptions<T> extends PassageOptions<T> {
  /** Where a former run ended; undefined when the source is new. */
  readonly from: Checkpoint | undefined
  readonly signal: AbortSignal
}

/**
 * Where lines come from: gives what is taken of them in batches, each with the position that counts once the batch is
 * safe. Takes no more before the next batch is asked for: whoever writes has to wait, as long as nothing can be stored.
 * Ends with its signal, or when no line can come any more.
 *
 * A position is whatever finds the place again: inode and offset of a file, the cursor of a journal (as its
 * `generation`), or where nothing can be read again how many bytes have come so far, in all runs together.
 */
export type LineSource = <T>(options: LineOptions<T>) => AsyncGenerator<Batch<T>, void, void>
