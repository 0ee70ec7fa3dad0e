import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'

/** How much is read and decompressed at once, in bytes. */
const PIECE = 64 * 1024

/** From RFC 1952: how a member begins, the flags of its header, and how long header and trailer are. */
const MAGIC = Buffer.of(0x1f, 0x8b, 8)
const HAS = { checksum: 0x02, extra: 0x04, name: 0x08, comment: 0x10 } as const
const FIXED_HEADER = 10
const TRAILER = 8

/**
 * How much a file may contain, in bytes and in members: a fixed number plus a share of what was read of it. Logs shrink
 * to a tenth or a thirtieth of their size; what shrinks to less than a hundredth, or has a great many tiny members, was
 * made to keep the other logs waiting.
 */
const CONTENT = { most: 256 * 1024 * 1024, each: 100 }
const MEMBERS = { most: 256, each: 1 / 4096 }

/** A piece of decompressed content. */
export interface MemberPiece {
  readonly bytes: Buffer
  /** The member it belongs to, counted from 0: each was compressed by itself and appended to the file. */
  readonly member: number
  /** How much of the file has been decompressed up to its end, in bytes. */
  readonly passed: number
}

/**
 * The content of a gzip file, piece by piece. Node's Gunzip is not used: it does not tell where one member ends and the
 * next begins. Throws Z_BUF_ERROR if the file is cut short, Z_DATA_ERROR if it is damaged (zlib's codes), EFBIG if it
 * contains more than a log of its size can, the signal's reason if that is aborted, else the system's error.
 */
export async function* decompress(handle: FileHandle, signal?: AbortSignal): AsyncGenerator<MemberPiece, void, void> {
  let content = 0
  for (let member = 0, at = 0; ; member += 1) {
    if (member > MEMBERS.most + at * MEMBERS.each) throw notALog()
    const head = await read(handle, at, PIECE)
    // A file that was padded to whole blocks, as on tapes, ends in NULs.
    if (member > 0 && head.every((byte) => byte === 0)) return
    const start = at + headerLength(head)
    const inflate = createInflateRaw({ chunkSize: PIECE })
    // Errors come out at the other end.
    pipeline(piecesOf(handle, start, signal), inflate).catch(() => undefined)
    let [checksum, size] = [0, 0]
    for await (const bytes of inflate) {
      if (!Buffer.isBuffer(bytes)) continue
      checksum = crc32(bytes, checksum)
      size += bytes.length
      content += bytes.length
      const passed = start + inflate.bytesWritten
      if (content > CONTENT.most + passed * CONTENT.each) throw notALog()
      signal?.throwIfAborted()
      yield { bytes, member, passed }
    }
    at = start + inflate.bytesWritten
    expectTrailer(await read(handle, at, TRAILER), checksum, size)
    at += TRAILER
  }
}

function expectTrailer(bytes: Buffer, checksum: number, size: number): void {
  if (bytes.length < TRAILER) throw cutShort()
  if (bytes.readUInt32LE(0) !== checksum || bytes.readUInt32LE(4) !== size % 2 ** 32) throw damaged()
}

function headerLength(bytes: Buffer): number {
  const begin = bytes.subarray(0, MAGIC.length)
  if (!begin.equals(MAGIC.subarray(0, begin.length))) throw damaged()
  const flags = bytes[MAGIC.length] ?? 0
  let length: number = FIXED_HEADER
  if ((flags & HAS.extra) !== 0) length += 2 + (bytes.length < length + 2 ? PIECE : bytes.readUInt16LE(length))
  for (const text of [HAS.name, HAS.comment]) {
    if ((flags & text) === 0) continue
    const end = bytes.indexOf(0, length)
    length = end === -1 ? PIECE : end + 1
  }
  if ((flags & HAS.checksum) !== 0) length += 2
  if (bytes.length < length) throw bytes.length < PIECE ? cutShort() : damaged()
  return length
}

/** Not the handle's own stream: that would close the handle at its end, and it is still needed. */
async function* piecesOf(
  handle: FileHandle,
  start: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, void, void> {
  for (let at = start; ;) {
    signal?.throwIfAborted()
    const bytes = await read(handle, at, PIECE)
    if (bytes.length === 0) return
    yield bytes
    at += bytes.length
  }
}

async function read(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

/** The error for a content that cannot be that of a log. */
export function notALog(): Error {
  return Object.assign(new Error('it contains more than a log of its size can'), { code: 'EFBIG' })
}

function cutShort(): Error {
  return Object.assign(new Error('it is cut short'), { code: 'Z_BUF_ERROR' })
}

function damaged(): Error {
  return Object.assign(new Error('it is not an intact gzip file'), { code: 'Z_DATA_ERROR' })
}
