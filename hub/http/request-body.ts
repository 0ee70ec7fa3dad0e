import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { codeOf } from '../../lib/system/errors.ts'
import { HttpError, PROBLEMS } from './errors.ts'
import type { WaitingShare } from './waiting-bytes.ts'

/** What a body is read with. */
export interface Reading {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly share: WaitingShare
}

/** One for all, as every request that was read ends by closing. */
const GONE = new Error('the client is gone')

/**
 * Reads a body of at most `most` bytes, on the wire and inflated, while its share has room. Throws `HttpError` if it is
 * larger, or encoded in a way that is not understood.
 */
export async function readBody({ request, response, share }: Reading, most: number): Promise<Buffer> {
  const { 'content-length': length = '0', 'content-encoding': encoding = 'identity', expect } = request.headers
  if (Number(length) > most) throw new HttpError(PROBLEMS.tooLarge)
  if (expect !== undefined) response.writeContinue()
  const pieces: Buffer[] = []
  const take = (piece: Buffer): void => {
    if (share.take(piece.length) > most) throw new HttpError(PROBLEMS.tooLarge)
    pieces.push(piece)
  }
  if (encoding.toLowerCase() === 'identity') await eachPiece(request, take)
  else await eachInflated(request, encoding, most, take)
  const [only] = pieces
  return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces)
}

/** By events: an iterator costs a report of some entries more than it takes to read them. */
function eachPiece(request: IncomingMessage, take: (piece: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (request.destroyed) return reject(GONE)
    const onData = (piece: Buffer): void => {
      try {
        take(piece)
      } catch (error) {
        request.off('data', onData).pause()
        reject(error)
      }
    }
    request
      .once('end', resolve)
      .once('error', reject)
      .once('close', () => reject(GONE))
    request.on('data', onData)
  })
}

/** The body as it was before it was encoded, of at most `most` bytes on the wire. */
async function eachInflated(
  request: IncomingMessage,
  encoding: string,
  most: number,
  take: (piece: Buffer) => void,
): Promise<void> {
  if (!/^(?:x-)?gzip$/i.test(encoding)) throw new HttpError(PROBLEMS.unknownEncoding)
  const gunzip = createGunzip()
  // A failure of either side shows in what is read from the last.
  pipeline(onWire(request, most), gunzip, () => undefined)
  try {
    for await (const piece of gunzip) take(piece)
  } catch (error) {
    throw codeOf(error)?.startsWith('Z_') === true ? new HttpError(PROBLEMS.encodedWrongly) : error
  }
}

/** Reads without destroying the request at its end: an answer goes the other way through the same socket. */
async function* onWire(request: IncomingMessage, most: number): AsyncGenerator<Uint8Array> {
  let length = 0
  const pieces: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false })
  for await (const piece of pieces) {
    length += piece.length
    if (length > most) throw new HttpError(PROBLEMS.tooLarge)
    yield piece
  }
}
