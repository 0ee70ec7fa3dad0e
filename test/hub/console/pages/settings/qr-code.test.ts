import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { qrCode } from '../../../../../hub/console/pages/settings/qr-code.ts'

const TEXT = 'otpauth://totp/hub.example.com:anna?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=hub.example.com'

/** The first letters of the text three times over. */
function codeOf(length: number): readonly string[] {
  const rows = qrCode(TEXT.repeat(3).slice(0, length)) ?? []
  return rows.map((row) => row.map((isDark) => (isDark ? '#' : '.')).join(''))
}

// Another program, jsQR 1.4.0, read each of these codes as the text that it was made of.

test('a short text is a code of 21 modules', () => {
  assert.deepEqual(codeOf(17), [
    '#######.#.#...#######',
    '#.....#.#..##.#.....#',
    '#.###.#.#.#.#.#.###.#',
    '#.###.#.#...#.#.###.#',
    '#.###.#..#....#.###.#',
    '#.....#.##..#.#.....#',
    '#######.#.#.#.#######',
    '.........###.........',
    '##..###.....#..#.####',
    '.#..#..#.###.#.####..',
    '#.#.#.#.##....####.#.',
    '#.###.....##...##..##',
    '###...#.##.###..##...',
    '........##.#....#.##.',
    '#######..##..##.##.#.',
    '#.....#.#.#.#..##..#.',
    '#.###.#.#.##.#.#...##',
    '#.###.#..##....##.#.#',
    '#.###.#...#..##.#....',
    '#.....#.#..#.#..#....',
    '#######.#.###..#.#..#',
  ])
})

test('codes of each size are those that another program could read', () => {
  for (const [length, size, digest] of [
    [17, 21, 'f40b14ab727a120c'],
    [32, 25, '4c38f69c2c1dd072'],
    [53, 29, '8ca0d23affe5b5c4'],
    [78, 33, '16be0d1f57d7301e'],
    [106, 37, 'fd89126ae3c20b83'],
    [134, 41, 'ef0d76100f225b77'],
    [154, 45, '30e3f73b74ae586c'],
    [192, 49, '0593c9e5cd1dd122'],
    [230, 53, 'a6fbbfeacee2ed54'],
  ] as const) {
    const rows = codeOf(length)
    assert.equal(rows.length, size)
    assert.equal(hash('sha256', rows.join('\n'), 'hex').slice(0, 16), digest, String(length))
  }
})

test('a text too long for the largest size has no code', () => {
  assert.equal(codeOf(230).length, 53)
  assert.equal(qrCode('x'.repeat(231)), undefined)
  assert.equal(qrCode('é'.repeat(116)), undefined)
})
