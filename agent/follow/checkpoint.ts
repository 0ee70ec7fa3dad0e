import * as v from 'valibot'
import { type Seam, seam } from './fingerprint/fingerprint.ts'

/** Where reading of one file goes on. */
export interface Position {
  /** As text: it exceeds what a JSON number holds. Not the device: its number may be another after a reboot. */
  readonly inode: string
  /**
   * Names the file's content by its first line, so that events get the same ids wherever it is read again; '' while it
   * has none.
   */
  readonly generation: string
  /**
   * Everything before this byte is done. The beginning of a line, but inside one that is too long and being skipped.
   */
  readonly offset: number
  /** Whether the offset stands inside such a line. */
  readonly skipping: boolean
  readonly seam: Seam
  /** Whether there are newer files, up to the one of the next position, that were not open yet. */
  readonly waits?: true | undefined
}

/**
 * Where reading of one source goes on: the files that may still have bytes to read, oldest first. The last one stood at
 * the path when it was last looked at; none at all means that nothing did.
 */
export interface Checkpoint {
  readonly files: readonly Position[]
}

const position: v.GenericSchema<unknown, Position> = v.pipe(
  v.object({
    inode: v.string(),
    generation: v.string(),
    offset: v.pipe(v.number(), v.safeInteger()),
    skipping: v.boolean(),
    seam,
    waits: v.optional(v.literal(true)),
  }),
  v.check(({ offset, seam }) => offset >= seam.length, 'a seam must not begin before its file'),
)

/** What a file must hold to be a checkpoint. */
export const checkpoint: v.GenericSchema<unknown, Checkpoint> = v.object({ files: v.array(position) })
