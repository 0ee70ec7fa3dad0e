import type { Readable } from 'node:stream'

/** The longest document that is parsed, in bytes. */
const MOST_BYTES = 1024 * 1024

/** Milliseconds that a document may take to come: somebody waits for cPanel, and cPanel for the hook. */
const PATIENCE = 2000

/**
 * What comes on a stream until it ends, or until patience does or the signal is aborted; undefined if that is longer
 * than any document of a hook. Never rejects. Reads on after too many bytes: cPanel must not fail to write.
 */
export async function readDocument(
  stream: Readable,
  signal: AbortSignal,
  patience: number = PATIENCE,
): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let bytes = 0
  const ended = Promise.withResolvers<void>()
  const end = (): void => ended.resolve()
  const timer = setTimeout(end, patience)
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  for (const event of ['end', 'close', 'error']) stream.on(event, end)
  stream.on('data', (piece: Buffer) => {
    bytes += piece.length
    if (bytes <= MOST_BYTES) pieces.push(piece)
  })
  await ended.promise
  clearTimeout(timer)
  signal.removeEventListener('abort', end)
  stream.destroy()
  return bytes <= MOST_BYTES ? Buffer.concat(pieces).toString() : undefined
}
