import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { codeOf } from '../../../lib/system/errors.ts'
import { readBuffer } from '../scan/scanner.ts'
import { LONGEST_LINE } from './open-file.ts'

const NULS = Buffer.alloc(LONGEST_LINE)

/** So many NULs before a line are a hole; fewer are parts of the characters of UTF-16 or UTF-32. */
export const SHORTEST_HOLE = 4

/** How much is compared at once. */
const STRIDE = 4096

/** Reads past the kernel's cache begin at such places, in the file as in memory (open(2), O_DIRECT). */
const BLOCK = 4096

/**
 * So much before the end of a file, in bytes, is left to ordinary reads: what is appended meanwhile may not have come
 * to the disk. A hole that is not longer is passed over by them as fast.
 */
const MARGIN = 16 * 1024 * 1024

/** How long others may be kept waiting at once, in milliseconds. */
const LONGEST_LEAP = 50

/** How many NULs stand at the beginning of bytes, at most LONGEST_LINE of them. */
export function nulsAtStart(bytes: Buffer): number {
  if (bytes.equals(NULS.subarray(0, bytes.length))) return bytes.length
  for (let at = 0; at < bytes.length; at += STRIDE) {
    const part = bytes.subarray(at, at + STRIDE)
    if (!part.equals(NULS.subarray(0, part.length))) return at + part.findIndex((byte) => byte !== 0)
  }
  return bytes.length
}

/** Whether a whole read is NULs. */
export function isAllHole(bytes: Buffer): boolean {
  return bytes.length === LONGEST_LINE && nulsAtStart(bytes) === LONGEST_LINE
}

/**
 * Where the NULs that stand from an offset on end, or a place before that where looking took long enough; the offset
 * itself where they are few, or cannot be passed over in this way. Every byte is read, but not through the kernel's
 * cache: a hundred times as fast in a hole, and a file system that allots nothing to it fills no memory with it. Uses
 * the buffer of reads.
 */
export function endOfNuls(descriptor: number, from: number): number {
  const last = fstatSync(descriptor).size - MARGIN
  const direct = from < last ? uncached(descriptor) : undefined
  if (direct === undefined) return from
  const began = performance.now()
  let end = from
  try {
    for (let at = from - (from % BLOCK); at < last && performance.now() - began < LONGEST_LEAP; at += LONGEST_LINE) {
      const read = readBuffer.subarray(0, readSync(direct, readBuffer, 0, LONGEST_LINE, at))
      const bytes = read.subarray(end - at)
      if (read.length < LONGEST_LINE || nulsAtStart(bytes) < bytes.length) break
      end = at + LONGEST_LINE
    }
  } catch (error) {
    // An ordinary read tells what is wrong with the disk, and works where a file system has only those.
    if (codeOf(error) === undefined) throw error
  } finally {
    closeSync(direct)
  }
  return end
}

/** The same file once more; undefined where its file system, or the process, cannot have it so. */
function uncached(descriptor: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_DIRECT)
  } catch {
    return undefined
  }
}
