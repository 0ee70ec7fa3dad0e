import { LONGEST_LINE } from '../files/open-file.ts'
import { SEAM_LENGTH } from '../fingerprint/fingerprint.ts'
import type { Pairs } from './pairs.ts'
import { SCAN_MODULE } from './scan-module.ts'

/** What scan.wat exports. */
interface ScanExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly find: (at: number, end: number, first: number, second: number) => number
  readonly count: (at: number, end: number) => number
}

declare global {
  // Node's types have the words, but not the values.
  var WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object
    readonly Instance: new (module: object) => { readonly exports: ScanExports }
  }
}

const module = new WebAssembly.Module(Buffer.from(SCAN_MODULE, 'base64'))
const { memory, find, count } = new WebAssembly.Instance(module).exports

/** So far beyond the end of what is scanned its blocks of 32 bytes reach. */
const SLACK = 64

/**
 * Where a file is best read to: the seam before the offset and a whole read. Bytes in it are scanned where they are.
 */
export const readBuffer: Buffer = Buffer.from(memory.buffer, 0, SEAM_LENGTH + LONGEST_LINE)

const elsewhere = Buffer.from(memory.buffer, readBuffer.length + SLACK, LONGEST_LINE)

/** The same bytes where they can be scanned, valid until the next call; at most LONGEST_LINE. */
export function scannable(bytes: Buffer): Buffer {
  if (bytes.buffer === readBuffer.buffer) return bytes
  return elsewhere.subarray(0, bytes.copy(elsewhere))
}

/**
 * A place at or after `from` where the chosen pair of a needle stands and the whole needle around it; -1 where there is
 * none.
 */
export function findNeedle(bytes: Buffer, { first, second, needles }: Pairs, from: number): number {
  const end = bytes.byteOffset + bytes.length
  for (let at = bytes.byteOffset + from; ; at += 1) {
    at = find(at, end, first, second)
    if (at >= end) return -1
    const place = at - bytes.byteOffset
    if (needles.some((needle) => standsAt(bytes, needle.bytes, place - needle.at))) return place
  }
}

/** How many newlines bytes hold. */
export function countNewlines({ byteOffset, length }: Buffer): number {
  return count(byteOffset, byteOffset + length)
}

function standsAt(bytes: Buffer, needle: Buffer, at: number): boolean {
  return at >= 0 && needle.compare(bytes, at, Math.min(at + needle.length, bytes.length)) === 0
}
