import { drawFormat, framed } from './qr-frame.ts'

// QR codes as ISO/IEC 18004 has them: bytes, level L, versions 1 to 9. That is enough for an address of one-time codes.

/** All codewords of each version, and those that check each of its equal blocks; versions below 6 have one block. */
const CODEWORDS = [
  [26, 7],
  [44, 10],
  [70, 15],
  [100, 20],
  [134, 26],
  [172, 18],
  [196, 20],
  [242, 24],
  [292, 30],
] as const

/** The mode, the length and the end take two bytes. */
const OVERHEAD = 2

const MASKS: readonly ((y: number, x: number) => boolean)[] = [
  (y, x) => (y + x) % 2 === 0,
  (y) => y % 2 === 0,
  (_, x) => x % 3 === 0,
  (y, x) => (y + x) % 3 === 0,
  (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (y, x) => ((y * x) % 2) + ((y * x) % 3) === 0,
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2 === 0,
  (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2 === 0,
]

/** The rows of the code of a text, true where it is dark; undefined if the text is too long. */
export function qrCode(text: string): readonly (readonly boolean[])[] | undefined {
  const bytes = new TextEncoder().encode(text)
  const index = CODEWORDS.findIndex(([all, check], at) => bytes.length + OVERHEAD <= all - check * blocksOf(at + 1))
  if (index < 0) return undefined
  const words = codewordsOf(bytes, index + 1)
  const codes = MASKS.map((isTurned, mask) => drawn(index + 1, words, mask, isTurned))
  return codes.reduce((best, code) => (unevenness(code) < unevenness(best) ? code : best))
}

function blocksOf(version: number): number {
  return version < 6 ? 1 : 2
}

/** Data and checks, the words of all blocks by turns. */
function codewordsOf(bytes: Uint8Array, version: number): readonly number[] {
  const [all, check] = CODEWORDS[version - 1] ?? CODEWORDS[0]
  const blocks = blocksOf(version)
  const nibbles = ['4', hex(bytes.length), ...Array.from(bytes, hex), '0'].join('')
  const data = (nibbles.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
  const room = all - check * blocks
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad)
  const parts = Array.from({ length: blocks }, (_, at) => data.slice((at * room) / blocks, ((at + 1) * room) / blocks))
  return [...byTurns(parts), ...byTurns(parts.map((part) => checkOf(part, check)))]
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

function byTurns(parts: readonly (readonly number[])[]): readonly number[] {
  return (parts[0] ?? []).flatMap((_, at) => parts.map((part) => part[at] ?? 0))
}

/** The checking words of a block: the remainder of a division by (x - 1)(x - 2)(x - 4)… in GF(256). */
function checkOf(data: readonly number[], count: number): readonly number[] {
  let divisor = [1]
  for (let [step, root] = [0, 1]; step < count; step += 1, root = product(root, 2))
    divisor = [...divisor, 0].map((word, at) => word ^ product(divisor[at - 1] ?? 0, root))
  const rest = [...data, ...divisor.slice(1).fill(0)]
  for (let at = 0; at < data.length; at += 1) {
    const factor = rest[at] ?? 0
    for (const [shift, word] of divisor.entries()) rest[at + shift] = (rest[at + shift] ?? 0) ^ product(word, factor)
  }
  return rest.slice(data.length)
}

function product(a: number, b: number): number {
  let sum = 0
  for (let bit = 7; bit >= 0; bit -= 1) sum = (sum << 1) ^ ((sum >> 7) * 0x11d) ^ (((b >> bit) & 1) * a)
  return sum
}

function drawn(version: number, words: readonly number[], mask: number, isTurned: (y: number, x: number) => boolean) {
  const cells = framed(version)
  const size = cells.length
  drawFormat(cells, mask)
  let at = 0
  for (let pair = 0; pair < (size - 1) / 2; pair += 1) {
    // Pairs of columns from the right, up and down by turns; the column of the dotted line is left out.
    const right = size - 1 - 2 * pair - (size - 1 - 2 * pair <= 6 ? 1 : 0)
    for (let step = 0; step < 2 * size; step += 1) {
      const [x, row] = [right - (step % 2), Math.floor(step / 2)]
      const y = pair % 2 === 0 ? size - 1 - row : row
      const line = cells[y]
      if (line === undefined || line[x] !== undefined) continue
      const bit = ((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1
      line[x] = (bit === 1) !== isTurned(y, x)
      at += 1
    }
  }
  return cells.map((line) => line.map((cell) => cell === true))
}

/** How many neighbours are alike: readers find their way best where these are few. */
function unevenness(code: readonly (readonly boolean[])[]): number {
  let alike = 0
  for (const [y, line] of code.entries())
    for (const [x, cell] of line.entries()) {
      if (cell === line[x + 1] && cell === line[x + 2]) alike += 1
      if (cell === code[y + 1]?.[x] && cell === code[y + 2]?.[x]) alike += 1
    }
  return alike
}
