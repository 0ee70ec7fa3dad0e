import { Readable } from 'node:stream'
import { createMessage, encrypt, enums } from 'openpgp'
import type { RecipientKey } from './recipient-key.ts'

/**
 * Encrypts what a stream of bytes brings, to all of these keys, as ASCII armor whose lines end with CRLF; compressed
 * before, as text is. Piece by piece: the memory that it takes does not depend on how much comes. The stream fails if
 * one of the keys cannot be encrypted to at `now`, in milliseconds since the epoch: nobody gets less than all.
 */
export async function encryptedStream(
  content: Readable,
  keys: readonly RecipientKey[],
  now: number,
): Promise<Readable> {
  if (keys.length === 0) throw new Error('nothing is encrypted to nobody')
  // The casts join two declarations of the same web stream, the DOM's and Node's.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const binary = Readable.toWeb(content) as unknown as ReadableStream<Uint8Array>
  const message = await createMessage({ binary })
  const armored = await encrypt({
    message,
    encryptionKeys: keys.map(({ key }) => key),
    date: new Date(now),
    format: 'armored',
    config: { preferredCompressionAlgorithm: enums.compression.zip },
  })
  return Readable.from(withCrlf(armored))
}

async function* withCrlf(pieces: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  for await (const piece of pieces) yield piece.replaceAll('\r', '').replaceAll('\n', '\r\n')
}
