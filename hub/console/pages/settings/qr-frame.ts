/** What lies where in a QR code: dark or light, undefined where data goes. */
export type Cells = (boolean | undefined)[][]

/** Everything that is in each code of a version from 1 to 9; the place of the format is not kept free. */
export function framed(version: number): Cells {
  const size = 17 + 4 * version
  const cells: Cells = Array.from({ length: size }, () => Array.from({ length: size }, () => undefined))
  for (const [y, x] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const)
    drawRings(cells, [y, x], 4, (ring) => ring !== 2 && ring !== 4)
  drawMiddles(cells, version)
  for (let at = 8; at < size - 8; at += 1)
    for (const [y, x] of [
      [6, at],
      [at, 6],
    ] as const)
      if (cells[y]?.[x] === undefined) draw(cells, y, x, at % 2 === 0)
  if (version >= 7) drawVersion(cells, version)
  return cells
}

/** The small squares that keep the grid straight. */
function drawMiddles(cells: Cells, version: number): void {
  const last = cells.length - 7
  const middles = version === 1 ? [] : version < 7 ? [6, last] : [6, (6 + last) / 2, last]
  for (const y of middles)
    for (const x of middles) if (cells[y]?.[x] === undefined) drawRings(cells, [y, x], 2, (ring) => ring !== 1)
}

/** A square of rings around a middle, as far as it is inside. */
function drawRings(
  cells: Cells,
  [cy, cx]: readonly [number, number],
  reach: number,
  isDark: (ring: number) => boolean,
): void {
  for (let dy = -reach; dy <= reach; dy += 1)
    for (let dx = -reach; dx <= reach; dx += 1)
      draw(cells, cy + dy, cx + dx, isDark(Math.max(Math.abs(dy), Math.abs(dx))))
}

function drawVersion(cells: Cells, version: number): void {
  const bits = (version << 12) | remainder(version, 12, 0x1f25)
  for (let bit = 0; bit < 18; bit += 1) {
    const [a, b] = [cells.length - 11 + (bit % 3), Math.floor(bit / 3)]
    draw(cells, a, b, ((bits >> bit) & 1) === 1)
    draw(cells, b, a, ((bits >> bit) & 1) === 1)
  }
}

/** Draws level L and the mask, twice. */
export function drawFormat(cells: Cells, mask: number): void {
  const size = cells.length
  const format = (1 << 3) | mask
  const bits = ((format << 10) | remainder(format, 10, 0x537)) ^ 0x5412
  for (let bit = 0; bit < 15; bit += 1) {
    const isDark = ((bits >> bit) & 1) === 1
    if (bit < 8) draw(cells, bit < 6 ? bit : bit + 1, 8, isDark)
    else draw(cells, 8, bit === 8 ? 7 : 14 - bit, isDark)
    if (bit < 8) draw(cells, 8, size - 1 - bit, isDark)
    else draw(cells, size - 15 + bit, 8, isDark)
  }
  draw(cells, size - 8, 8, true)
}

/** The checking bits of a number, by a division of polynomials over GF(2). */
function remainder(value: number, bits: number, divisor: number): number {
  let rest = value
  for (let step = 0; step < bits; step += 1) rest = (rest << 1) ^ ((rest >> (bits - 1)) * divisor)
  return rest
}

function draw(cells: Cells, y: number, x: number, isDark: boolean): void {
  const line = cells[y]
  if (line !== undefined && x >= 0 && x < line.length) line[x] = isDark
}
