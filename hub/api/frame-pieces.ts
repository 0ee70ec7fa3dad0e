/** How long a piece is that is sent, in characters: a slow client makes the hub hold a few of them. */
const PIECE = 64 * 1024

/** Frames of a stream of server-sent events as bytes, some to a piece; a frame is never parted. */
export function piecesOf(frames: readonly string[]): readonly Buffer[] {
  const pieces: Buffer[] = []
  let piece = ''
  const end = (): void => {
    if (piece !== '') pieces.push(Buffer.from(piece))
    piece = ''
  }
  for (const frame of frames) {
    if (piece.length + frame.length > PIECE) end()
    piece += frame
  }
  end()
  return pieces
}
