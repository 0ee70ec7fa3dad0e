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

/**
 * Reads a body of at most `most` bytes, on the wire and inflated, while its share has room. Throws `HttpError` if it is
 * larger, or encoded in a way that is not understood.
 */
export async function readBody({ request, response, share }: Reading, most: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) throw new HttpError(PROBLEMS.tooLarge)
  if (request.headers.expect !== undefined) response.writeContinue()
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of inflated(request, most)) {
      if (share.take(piece.length) > most) throw new HttpError(PROBLEMS.tooLarge)
      pieces.push(piece)
    }
  } catch (error) {
    throw codeOf(error)?.startsWith('Z_') === true ? new HttpError(PROBLEMS.encodedWrongly) : error
  }
  return Buffer.concat(pieces)
}

/** The body as it was before it was encoded, of at most `most` bytes on the wire. */
function inflated(request: IncomingMessage, most: number): AsyncIterable<Uint8Array> {
  const { 'content-encoding': encoding = 'identity' } = request.headers
  const pieces = onWire(request, most)
  if (encoding.toLowerCase() === 'identity') return pieces
  if (!/^(?:x-)?gzip$/i.test(encoding)) throw new HttpError(PROBLEMS.unknownEncoding)
  const gunzip = createGunzip()
  // A failure of either side shows in what is read from the last.
  pipeline(pieces, gunzip, () => undefined)
  return gunzip
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
