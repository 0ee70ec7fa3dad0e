import { type BigIntStats, readlinkSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { Memory } from '../../lib/system/processes/memory.ts'
import { type ContentReader, stampOfFile } from './content.ts'
import type { Algorithm, ContentDigest, FileType, Listed } from './listed.ts'
import { type Found, type WalkedFile, GONE, reasonOf } from './walk.ts'

/** What stands at a path, with what tells the next pass that it need not be read again. */
export interface Stamped {
  readonly listed: Listed
  /** Empty if nothing tells that. */
  readonly stamp: string
}

/** How a listing is made. */
export interface ListingParts {
  readonly reader: ContentReader
  /** How its first digest is made. */
  readonly algorithm: Algorithm
  readonly signal: AbortSignal
  /** When it began, in milliseconds since the epoch. */
  readonly began: number
  /** What the pass before knows of a name; names come in their order. */
  readonly known?: (name: string) => Stamped | undefined
  /** Saves each before it is given away. */
  readonly save?: (stamped: Stamped) => void
}

/** Nanoseconds before a pass in which a change may be followed by another with the same time. */
const MOMENT = 2_000_000_000n

/** Names after which signals are heard, and garbage is collected if it is much. */
const STRETCH = 256

/** Bytes of memory that need no collection. */
const ENOUGH = 14 * 1024 * 1024

/**
 * Makes lines of a list of what is found. A file that bears the stamp it had is not read again. Rejects with
 * `AbortError`.
 */
export async function* listing(
  found: Iterable<Found> | AsyncIterable<Found>,
  parts: ListingParts,
): AsyncGenerator<Stamped, void, void> {
  const memory = new Memory(ENOUGH, () => undefined)
  const steps = Symbol.iterator in found ? found[Symbol.iterator]() : found[Symbol.asyncIterator]()
  let count = 0
  try {
    for (;;) {
      // Nothing is waited for that is there: of 100,000 names each wait would cost a tenth of the pass.
      const next = steps.next()
      const { done, value: one } = next instanceof Promise ? await next : next
      if (done === true) return
      const stamped = unreadOf(one, parts) ?? (await readOf(one, parts))
      if (stamped.listed.reason !== GONE) {
        parts.save?.(stamped)
        yield stamped
      }
      count += 1
      if (count % STRETCH > 0) continue
      memory.worked()
      await setImmediate(undefined, { signal: parts.signal })
    }
  } finally {
    memory.close()
    await steps.return?.()
  }
}

function unknown({ name, reason }: { readonly name: string; readonly reason: string }): Listed {
  return { name, type: '?', reason }
}

/** What needs no file to be read: something else, or a file that bears the stamp it had. */
function unreadOf(found: Found, { began, known }: ListingParts): Stamped | undefined {
  if (!('stats' in found)) return { listed: unknown(found), stamp: '' }
  const { name, stats } = found
  if (!stats.isFile()) return { listed: otherOf(found), stamp: '' }
  const before = known?.(name)
  if (before?.listed.digest === undefined || before.stamp === '' || before.stamp !== stampOfFile(stats))
    return undefined
  return { listed: fileOf(name, stats, before.listed.digest), stamp: isSettled(stats, began) ? before.stamp : '' }
}

async function readOf(found: Found, { reader, algorithm, began }: ListingParts): Promise<Stamped> {
  const content = 'stats' in found ? await reader.read(found) : found
  if ('reason' in content) return { listed: unknown({ name: found.name, reason: content.reason }), stamp: '' }
  const digest = { algorithm, hex: content.hexes[0] ?? '' }
  const { stats } = content
  return { listed: fileOf(found.name, stats, digest), stamp: isSettled(stats, began) ? stampOfFile(stats) : '' }
}

/** Whether no change after the read could leave the stamp as it is. */
function isSettled({ ctimeNs }: BigIntStats, began: number): boolean {
  return ctimeNs < BigInt(began) * 1_000_000n - MOMENT
}

function fileOf(name: string, stats: BigIntStats, digest: ContentDigest): Listed {
  return { name, type: 'f', ...rightsOf(stats), size: Number(stats.size), digest }
}

function otherOf({ name, path, stats }: WalkedFile): Listed {
  const type = typeOf(stats)
  if (type === 'l') {
    try {
      const { uid, gid } = rightsOf(stats)
      return { name, type, uid, gid, target: readlinkSync(path, { encoding: 'latin1' }) }
    } catch (error) {
      return unknown({ name, reason: reasonOf(error) })
    }
  }
  const device = type === 'c' || type === 'b' ? { device: deviceOf(stats.rdev) } : {}
  return { name, type, ...rightsOf(stats), ...device }
}

function typeOf(stats: BigIntStats): FileType {
  if (stats.isDirectory()) return 'd'
  if (stats.isSymbolicLink()) return 'l'
  if (stats.isFIFO()) return 'p'
  if (stats.isSocket()) return 's'
  return stats.isBlockDevice() ? 'b' : 'c'
}

function rightsOf({ mode, uid, gid }: BigIntStats): { mode: number; uid: number; gid: number } {
  return { mode: Number(mode) & 0o7777, uid: Number(uid), gid: Number(gid) }
}

/** Linux's numbers of a device (makedev(3)). */
function deviceOf(rdev: bigint): string {
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & 0xfffff000n)
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & 0xffffff00n)
  return `${major}:${minor}`
}
