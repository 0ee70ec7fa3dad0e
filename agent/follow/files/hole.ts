import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { codeOf } from '../../../lib/system/errors.ts'
import { LONGEST_LINE } from '../scan/longest-line.ts'
import { readBuffer } from '../scan/scanner.ts'

const NULS = Buffer.alloc(LONGEST_LINE)

/** This many NULs before a line are a hole; fewer may be parts of characters in UTF-16 or UTF-32. */
export const SHORTEST_HOLE = 4

/** How much is compared at once, in bytes. */
const STRIDE = 4096

/** Uncached reads must be aligned to this, in the file as in memory (open(2), O_DIRECT). */
const BLOCK = 4096

/**
 * How much before the end of a file is left to ordinary reads, in bytes: what was just appended may not have reached
 * the disk. Shorter holes are read as fast by them.
 */
const MARGIN = 16 * 1024 * 1024

/** How long the other sources may be kept waiting at once, in milliseconds. */
const LONGEST_LEAP = 50

/** How many NULs the bytes (at most LONGEST_LINE) begin with. */
export function nulsAtStart(bytes: Buffer): number {
  if (bytes[0] !== 0) return 0
  if (bytes.equals(NULS.subarray(0, bytes.length))) return bytes.length
  for (let at = 0; at < bytes.length; at += STRIDE) {
    const part = bytes.subarray(at, at + STRIDE)
    if (!part.equals(NULS.subarray(0, part.length))) return at + part.findIndex((byte) => byte !== 0)
  }
  return bytes.length
}

/** Whether the bytes are a whole read of nothing but NULs. */
export function isAllHole(bytes: Buffer): boolean {
  return bytes.length === LONGEST_LINE && nulsAtStart(bytes) === LONGEST_LINE
}

/**
 * Where the NULs from an offset on end, or an offset before that if time was up; the same offset if there are few, or
 * if the file cannot be read uncached. Every byte is read, but past the kernel's cache: in a hole that is a hundred
 * times as fast, and fills no memory. Uses the read buffer.
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
    // An ordinary read will report a failing disk, and works on file systems that have no other.
    if (codeOf(error) === undefined) throw error
  } finally {
    closeSync(direct)
  }
  return end
}

/** A second, uncached descriptor of a file; undefined if the file system does not support that, or none are left. */
function uncached(descriptor: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_DIRECT)
  } catch {
    return undefined
  }
}
