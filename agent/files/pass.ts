import { dirname, basename } from 'node:path'
import { takeLock } from '../../lib/system/processes/lock.ts'
import type { ByteText } from './byte-text.ts'
import { ContentReader } from './content.ts'
import { exclusion } from './exclusion.ts'
import type { ListHead } from './listed.ts'
import { listing, type ListingParts, type Stamped } from './listing.ts'
import { KnownFiles } from './state/known-files.ts'
import { PassWriter } from './state/pass-writer.ts'
import { SavedPass } from './state/saved-pass.ts'
import { walk } from './walk.ts'

/** How long what a pass knows spares files from being read, in milliseconds. */
const WEEK = 7 * 24 * 60 * 60 * 1000

/** What a pass looks at. */
export interface Walked {
  readonly trees: readonly ByteText[]
  readonly excluded: readonly ByteText[]
  /** Reads every file, whatever is known. */
  readonly isFull: boolean
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Says in a sentence that what was saved is of no use. */
  readonly complain: (sentence: string) => void
}

/** A pass, and where it is saved for the next one; undefined for one that stands alone. */
interface PassRequest extends Walked {
  readonly state: string | undefined
}

/** A pass that goes on. */
export interface Pass {
  /** The head of its list. */
  readonly head: ListHead
  /** What it comes to, in the order of the bytes of all names, each saved when it is taken. */
  readonly entries: AsyncIterable<Stamped>
  /** Saves the pass, once all of it was taken and its list is where it belongs. `list`: the list's SHA-256. */
  readonly finish: (list: string) => Promise<void>
}

/**
 * Walks once through trees while `work` takes what it comes to; what `work` did not finish is not saved. Throws
 * `ActionNeeded` if another process is at it, and the system's error if the state cannot be written.
 */
export async function passThrough<T>(request: PassRequest, work: (pass: Pass) => Promise<T>): Promise<T> {
  const { state, now } = request
  if (state === undefined) {
    const entries = listing(walkOf(request), partsOf(request))
    return work({ head: headOf(request), entries, finish: async () => undefined })
  }
  const lock = await takeLock(dirname(state), basename(state), '--state')
  try {
    const saved = savedBefore(state, request)
    try {
      const writer = new PassWriter(state, headOf(request))
      try {
        const { full, ...pass } = passAfter(saved, request, writer)
        return await work({ ...pass, finish: (list) => writer.finish({ began: now, full, list }) })
      } finally {
        writer.abandon()
      }
    } finally {
      saved?.close()
    }
  } finally {
    await lock.release()
  }
}

/**
 * A pass that knows what another one saved, and adds what it comes to to `writer`. `full` is when the last pass began
 * that read every file: this one, perhaps.
 */
export function passAfter(
  saved: SavedPass | undefined,
  request: Walked,
  writer: PassWriter | undefined,
): Omit<Pass, 'finish'> & { readonly full: number } {
  const { known, full } = usable(saved, request)
  const save = writer && ((stamped: Stamped): void => writer.add(stamped))
  const knowing = known && { known: (name: ByteText) => known.of(name) }
  const entries = listing(walkOf(request), { ...partsOf(request), ...(save && { save }), ...knowing })
  return { head: headOf(request, saved?.end.list ?? 'none'), entries, full }
}

function walkOf({ trees, excluded }: Walked): ReturnType<typeof walk> {
  return walk({ trees, isExcluded: exclusion(excluded), below: '' })
}

function partsOf({ signal, now }: Walked): ListingParts {
  return { reader: new ContentReader(['sha256'], signal), algorithm: 'sha256', signal, began: now }
}

/** What the list of a pass says of itself. */
export function headOf(
  { trees, excluded, now }: Pick<Walked, 'trees' | 'excluded' | 'now'>,
  before?: string,
): ListHead {
  return { made: Math.floor(now / 1000), trees, excluded, ...(before === undefined ? {} : { before }) }
}

/** What the pass before saved, to be closed; undefined if there is nothing, or, with a complaint, nothing of use. */
export function savedBefore(state: string, { complain }: Pick<Walked, 'complain'>): SavedPass | undefined {
  const saved = SavedPass.open(state)
  if (typeof saved !== 'string') return saved
  complain(`${state}: what the pass before saved ${saved}; every file is read, and its list is not named.`)
  return undefined
}

/** What is known, unless every file is to be read; and when that was done the last time. */
function usable(
  saved: SavedPass | undefined,
  { isFull, now }: Walked,
): { readonly known: KnownFiles | undefined; readonly full: number } {
  const age = saved === undefined ? Infinity : now - saved.end.full
  if (saved === undefined || isFull || age < 0 || age >= WEEK) return { known: undefined, full: now }
  return { known: new KnownFiles(saved.entries()), full: saved.end.full }
}
