import { LONGEST_LINE } from './open-file.ts'
import { SCAN_MODULE } from './scan-module.ts'
import { SEAM_LENGTH } from './seam.ts'

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

/** Where a file is best read to: the seam before the offset and a whole read. Bytes in it are scanned where they are. */
export const readBuffer: Buffer = Buffer.from(memory.buffer, 0, SEAM_LENGTH + LONGEST_LINE)

const elsewhere = Buffer.from(memory.buffer, readBuffer.length + SLACK, LONGEST_LINE)

/** The same bytes where they can be scanned, valid until the next call; at most LONGEST_LINE. */
export function scannable(bytes: Buffer): Buffer {
  if (bytes.buffer === readBuffer.buffer) return bytes
  return elsewhere.subarray(0, bytes.copy(elsewhere))
}

/** The letters of English from the most to the least frequent; all other bytes of a needle are rarer. */
const FREQUENT = Buffer.from('etaoinsrhldcumfpgwybvkxjqz')

/** Up to four byte strings of two or more bytes, and which two of each are looked for: the rarest. */
export interface Pairs {
  readonly first: number
  readonly second: number
  readonly needles: readonly { readonly bytes: Buffer; readonly at: number }[]
}

/** Prepares a search for needles. */
export function pairsOf(needles: readonly Buffer[]): Pairs {
  const found = needles.map((bytes) => ({ bytes, at: rarestPair(bytes) }))
  const bytesAt = (shift: number): number =>
    // With fewer than four needles the last one stands for the missing ones.
    [0, 1, 2, 3].reduce((packed, index) => {
      const { bytes, at } = found[Math.min(index, found.length - 1)] ?? { bytes: FREQUENT, at: 0 }
      return packed | ((bytes[at + shift] ?? 0) << (8 * index))
    }, 0)
  return { first: bytesAt(0), second: bytesAt(1), needles: found }
}

function rarestPair(needle: Buffer): number {
  const rarity = (at: number): number => rank(needle[at]) + rank(needle[at + 1])
  let rarest = 0
  for (let at = 1; at + 1 < needle.length; at += 1) if (rarity(at) > rarity(rarest)) rarest = at
  return rarest
}

function rank(byte: number | undefined): number {
  const index = byte === undefined ? -1 : FREQUENT.indexOf(byte)
  return index === -1 ? FREQUENT.length : index
}

/** A place at or after `from` where the chosen pair of a needle stands and the whole needle around it; -1 where there is none. */
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
