import { FINGERPRINT_LENGTH } from '../fingerprint/fingerprint.ts'
import { type Keys, TABLES, pairAt } from './keys.ts'
import { LONGEST_LINE } from './longest-line.ts'
import { SCAN_MODULE } from './scan-module.ts'

/** What scan.wat exports. */
interface ScanExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly find: (at: number, end: number, tables: number) => number
  readonly count: (at: number, end: number) => number
}

declare global {
  // Node's types declare the namespace, but not its values.
  var WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object
    readonly Instance: new (module: object) => { readonly exports: ScanExports }
  }
}

const scanModule = new WebAssembly.Module(Buffer.from(SCAN_MODULE, 'base64'))
const { memory, find, count } = new WebAssembly.Instance(scanModule).exports

/** How far beyond the end of the scanned bytes the blocks of 32 bytes may reach. */
const SLACK = 64

/** The buffer that files are read into: the bytes before the offset, then a whole read. It is scanned in place. */
export const readBuffer: Buffer = Buffer.from(memory.buffer, 0, FINGERPRINT_LENGTH + LONGEST_LINE)

const elsewhere = Buffer.from(memory.buffer, readBuffer.length + SLACK, LONGEST_LINE)

/** Where `find` has its tables: at the very end. */
const keyTables = new Uint8Array(memory.buffer, memory.buffer.byteLength - TABLES, TABLES)

/** The same bytes (at most LONGEST_LINE) in memory that the scan can reach, valid until the next call. */
export function scannable(bytes: Buffer): Buffer {
  if (bytes.buffer === readBuffer.buffer) return bytes
  return elsewhere.subarray(0, bytes.copy(elsewhere))
}

/** The index of the key of a needle that is found at or after `from`; -1 if there is none. */
export function findNeedle(bytes: Buffer, { tables, needles }: Keys, from: number): number {
  keyTables.set(tables)
  const end = bytes.byteOffset + bytes.length
  for (let at = bytes.byteOffset + from; ; at += 1) {
    at = find(at, end, keyTables.byteOffset)
    if (at >= end) return -1
    const index = at - bytes.byteOffset
    const candidates = needles.get(pairAt(bytes, index))
    if (candidates?.some((needle) => isAt(bytes, needle.bytes, index - needle.at))) return index
  }
}

/** How many newlines there are. */
export function countNewlines({ byteOffset, length }: Buffer): number {
  return count(byteOffset, byteOffset + length)
}

function isAt(bytes: Buffer, needle: Buffer, at: number): boolean {
  // Most candidates are told apart by their last byte, for a tenth of what a comparison costs.
  const last = needle.length - 1
  return at >= 0 && bytes[at + last] === needle[last] && needle.compare(bytes, at, at + needle.length) === 0
}
