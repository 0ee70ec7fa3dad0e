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
export interface PassRequest {
  readonly trees: readonly ByteText[]
  readonly excluded: readonly ByteText[]
  /** Where it is saved for the next one; undefined for a pass that stands alone. */
  readonly state: string | undefined
  /** Reads every file, whatever is known. */
  readonly isFull: boolean
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Says in a sentence that what was saved is of no use. */
  readonly complain: (sentence: string) => void
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
  const { state, trees, excluded, now } = request
  if (state === undefined) {
    const entries = listing(walkOf(request), partsOf(request))
    return work({ head: headOf(request), entries, finish: async () => undefined })
  }
  const lock = await takeLock(dirname(state), basename(state), '--state')
  try {
    const saved = savedAt(state, request)
    try {
      const head = headOf(request, saved?.end.list ?? 'none')
      const writer = new PassWriter(state, { made: head.made ?? 0, trees, excluded })
      try {
        const { known, full } = usable(saved, request)
        const parts = { ...partsOf(request), ...(known && { known: (name: ByteText) => known.of(name) }) }
        const entries = saving(listing(walkOf(request), parts), writer)
        return await work({ head, entries, finish: (list) => writer.finish({ began: now, full, list }) })
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

function walkOf({ trees, excluded }: PassRequest): ReturnType<typeof walk> {
  return walk({ trees, isExcluded: exclusion(excluded), below: '' })
}

function partsOf({ signal, now }: PassRequest): ListingParts {
  return { reader: new ContentReader(['sha256'], signal), algorithm: 'sha256', signal, began: now }
}

function headOf({ trees, excluded, now }: PassRequest, before?: string): ListHead {
  return { made: Math.floor(now / 1000), trees, excluded, ...(before === undefined ? {} : { before }) }
}

function savedAt(state: string, { complain }: PassRequest): SavedPass | undefined {
  const saved = SavedPass.open(state)
  if (typeof saved !== 'string') return saved
  complain(`${state}: what the pass before saved ${saved}; every file is read, and its list is not named.`)
  return undefined
}

/** What is known, unless every file is to be read; and when that was done the last time. */
function usable(
  saved: SavedPass | undefined,
  { isFull, now }: PassRequest,
): { readonly known: KnownFiles | undefined; readonly full: number } {
  const age = saved === undefined ? Infinity : now - saved.end.full
  if (saved === undefined || isFull || age < 0 || age >= WEEK) return { known: undefined, full: now }
  return { known: new KnownFiles(saved.entries()), full: saved.end.full }
}

async function* saving(entries: AsyncIterable<Stamped>, writer: PassWriter): AsyncGenerator<Stamped, void, void> {
  for await (const stamped of entries) {
    writer.add(stamped)
    yield stamped
  }
}
