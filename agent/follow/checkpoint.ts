import * as v from 'valibot'
import { type Fingerprint, fingerprint } from './fingerprint/fingerprint.ts'

/** Where reading of one file continues. */
export interface Position {
  /**
   * As text: an inode number can exceed what JSON numbers hold. Not the device, whose number may change at a reboot.
   */
  readonly inode: string
  /**
   * A digest of the content's first line, so that events get the same ids wherever the content is read again; '' while
   * it is unknown.
   */
  readonly generation: string
  /** Every byte before it is done. The beginning of a line, unless `skipping`. */
  readonly offset: number
  /** Whether the offset is inside a line that is too long and being skipped. */
  readonly skipping: boolean
  /** The fingerprint of the bytes before the offset; the key is part of the saved format. */
  readonly seam: Fingerprint
  /**
   * Where reading goes on if that is before the offset: what is in between is sealed, but the rules have yet to hear it
   * again.
   */
  readonly again?: number | undefined
  /** Set if what comes after the offset is not to be read: it was, here or elsewhere. */
  readonly ended?: true | undefined
  /** Set if newer files, up to the one of the next position, have not been opened yet. */
  readonly waits?: true | undefined
  /**
   * Set if newer files, up to the one of the next position, were read as well. A build that does not know of this key
   * leaves it out: then they are read again rather than lost.
   */
  readonly followed?: true | undefined
}

/** A file that was at the path, or about to be read, and has no position yet. */
export interface SeenFile {
  readonly inode: string
  /** A digest of its first line; '' if that was incomplete. */
  readonly generation: string
}

/**
 * Where reading of one source continues: the files of its trail, oldest first. Unless others were seen, the last one
 * was at the path when the agent last looked; an empty list means that nothing was.
 */
export interface Checkpoint {
  readonly files: readonly Position[]
  /** Files that came after these, oldest first: names do not always tell that. Missing if there are none. */
  readonly seen?: readonly SeenFile[] | undefined
}

/** Validates a saved position. */
export const position: v.GenericSchema<unknown, Position> = v.pipe(
  v.object({
    inode: v.string(),
    generation: v.string(),
    offset: v.pipe(v.number(), v.safeInteger()),
    skipping: v.boolean(),
    seam: fingerprint,
    again: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    ended: v.optional(v.literal(true)),
    waits: v.optional(v.literal(true)),
    followed: v.optional(v.literal(true)),
  }),
  v.check(({ offset, seam }) => offset >= seam.length, 'a seam must not begin before its file'),
  v.check(({ offset, again = 0 }) => again <= offset, 'what is read again must be sealed'),
)

const seenFile = v.object({ inode: v.string(), generation: v.string() })

/** Validates a saved checkpoint. */
export const checkpoint: v.GenericSchema<unknown, Checkpoint> = v.object({
  files: v.array(position),
  seen: v.optional(v.array(seenFile)),
})

/** The byte offset at which reading goes on. */
export function resumesAt({ offset, again = offset }: Position): number {
  return again
}

/** The same checkpoint where nothing has to be heard again: without the files that are there for that alone. */
export function withoutAgain({ files, ...rest }: Checkpoint): Checkpoint {
  const open = files.filter(({ ended }) => ended === undefined)
  return { ...rest, files: open.map(({ again: _again, ...position }) => position) }
}
