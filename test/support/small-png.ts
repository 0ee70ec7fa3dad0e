import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** How many colours are kept: an index of a byte can name no more. */
const MOST_COLOURS = 256

/** A picture of the browser with its 256 commonest colours alone, which takes half the place and looks the same. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, channels, rows } = pixelsOf(png)
  const counts = new Map<number, number>()
  const colours = new Uint32Array(width * height)
  for (let at = 0; at < colours.length; at++) {
    const colour = rows.readUIntBE(at * channels, 3)
    colours[at] = colour
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const palette = paletteOf(counts)
  const indexes = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]))
  const lines = Buffer.alloc((width + 1) * height)
  for (let at = 0; at < colours.length; at++)
    lines[at + Math.floor(at / width) + 1] = indexes.get(colours[at] ?? 0) ?? 0
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8)
  const entries = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', entries),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The commonest colour of each sort, so that what is coloured stays so among many greys; then the commonest at all. */
function paletteOf(counts: ReadonlyMap<number, number>): readonly number[] {
  const commonest = [...counts].toSorted(([, one], [, other]) => other - one).map(([colour]) => colour)
  const sorts = Map.groupBy(commonest, (colour) => colour & 0xe0_e0_e0)
  const firsts = [...sorts.values()].flatMap(([first]) => first ?? [])
  return [...new Set([...firsts, ...commonest])].slice(0, MOST_COLOURS)
}

function nearest(palette: readonly number[], colour: number): number {
  const distances = palette.map((each) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((each >> shift) & 255) - ((colour >> shift) & 255)) ** 2, 0),
  )
  return distances.indexOf(Math.min(...distances))
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

interface Pixels {
  readonly width: number
  readonly height: number
  /** Bytes of a pixel. */
  readonly channels: number
  readonly rows: Buffer
}

/** The pixels of a picture with a byte for each colour, as browsers write it. */
function pixelsOf(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const channels = png[25] === 6 ? 4 : 3
  const parts: Buffer[] = []
  for (let at = SIGNATURE.length; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  const rows = unfiltered(inflateSync(Buffer.concat(parts)), { length: width * channels, height, channels })
  return { width, height, channels, rows }
}

/** Undoes what each row says that was done to it (PNG, "Filter types"). */
function unfiltered(
  packed: Buffer,
  { length, height, channels }: { readonly length: number; readonly height: number; readonly channels: number },
): Buffer {
  // A row of zeros above, and a pixel of zeros on the left, stand for what is not there.
  const stride = length + channels
  const padded = Buffer.alloc(stride * (height + 1))
  const byte = (at: number): number => padded[at] ?? 0
  for (let row = 0; row < height; row++) {
    const from = row * (length + 1)
    for (let at = 0; at < length; at++) {
      const to = (row + 1) * stride + channels + at
      const [left, up, corner] = [byte(to - channels), byte(to - stride), byte(to - stride - channels)]
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][packed[from] ?? 0] ?? 0
      padded[to] = (packed[from + 1 + at] ?? 0) + guess
    }
  }
  return Buffer.concat(
    Array.from({ length: height }, (_, row) => padded.subarray((row + 1) * stride + channels, (row + 2) * stride)),
  )
}

/** The neighbour that is nearest to what the three of them suggest (PNG, "Filter type 4"). */
function paeth(left: number, up: number, corner: number): number {
  const [byLeft, byUp] = [Math.abs(up - corner), Math.abs(left - corner)]
  const byCorner = Math.abs(left + up - 2 * corner)
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}
