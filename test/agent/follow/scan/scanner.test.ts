import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { searchKeysOf } from '../../../../agent/follow/scan/keys.ts'
import { LONGEST_LINE } from '../../../../agent/follow/scan/longest-line.ts'
import { countNewlines, findNeedle, readBuffer, scannable } from '../../../../agent/follow/scan/scanner.ts'

test('bytes in the read buffer are scanned in place, others are copied', () => {
  const there = readBuffer.subarray(7, 20)
  assert.equal(scannable(there), there)
  const elsewhere = Buffer.from('text')
  assert.deepEqual(scannable(elsewhere), elsewhere)
  assert.equal(scannable(Buffer.alloc(LONGEST_LINE)).length, LONGEST_LINE)
})

test('newlines are counted up to the last byte, wherever the bytes begin', () => {
  readBuffer.fill('\n', 0, 200)
  for (let from = 0; from < 20; from += 1) {
    for (let length = 0; length < 50; length += 1) {
      assert.equal(countNewlines(readBuffer.subarray(from, from + length)), length)
    }
  }
})

test('any number of newlines can be counted', () => {
  readBuffer.fill('\n')
  for (const length of [4063, 4064, 4065, 8127, 8128, 8129, readBuffer.length]) {
    assert.equal(countNewlines(readBuffer.subarray(0, length)), length)
  }
})

test('a needle is found at the same indexes as by a text search, and not after the end', () => {
  const unit = fc.constantFrom('f', 'w', 'd', 'r', '%', '6', '\n')
  const text = fc.string({ unit, maxLength: 80 })
  const needles = fc.array(fc.string({ unit, minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(text, needles, fc.nat(40), (text, needles, from) => {
      readBuffer.fill('fwdr%6', 0, 200)
      const bytes = readBuffer.subarray(3, 3 + readBuffer.write(text, 3))
      const keys = searchKeysOf(needles.map((needle) => Buffer.from(needle)))
      const found = findNeedle(bytes, keys, from)
      const places = [...keys.needles.values()].flat().flatMap((needle) => {
        const place = text.indexOf(needle.bytes.toString(), Math.max(0, from - needle.at))
        return place === -1 ? [] : [place + needle.at]
      })
      assert.equal(found, places.length === 0 ? -1 : Math.min(...places))
    }),
  )
})

test('the two rarest letters of a needle are looked for', () => {
  const { needles } = searchKeysOf(['fwd', 'forward', '%6', '[spoor_'].map((word) => Buffer.from(word)))
  const pairs = [...needles.values()].flat().map(({ bytes, at }) => bytes.toString('latin1', at, at + 2))
  assert.deepEqual(pairs, ['fw', 'rw', '%6', 'r_'])
})

test('a key alone in its group is told from all others; in one group, halves of bytes cross', () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte)
  const found = (...groups: string[][]): string[] => {
    const { tables } = searchKeysOf([], groups)
    const groupsOf = (byte: number, table: number): number =>
      (tables[32 * table + (byte & 15)] ?? 0) & (tables[32 * table + 16 + (byte >> 4)] ?? 0)
    return bytes
      .flatMap((one) => bytes.map((other) => [one, other] as const))
      .flatMap(([one, other]) => {
        const group = groupsOf(one, 0) & groupsOf(other, 1)
        const thirds = bytes.filter((third) => (group & groupsOf(third, 2)) !== 0)
        return thirds.length === 256 ? [[one, other]] : thirds.map((third) => [one, other, third])
      })
      .map((key) => Buffer.from(key).toString('latin1'))
  }
  const eight = ['%5', '%6', '%7', '_p', 'lt', 'ok', 'rwa', 'wd']
  assert.deepEqual(found(...eight.map((key) => [key])), eight)
  assert.deepEqual(found(['%5', '%6', '%7'], ['rw', 'sp']), ['%5', '%6', '%7', 'rp', 'rw', 'sp', 'sw'])
  assert.deepEqual(found(['ddx', 'tgx']), ['ddx', 'dgx', 'tdx', 'tgx'])
})

test('a needle is looked for by the first key of the groups that it holds, and found by it', () => {
  const words = ['delete_pop', 'addpop', 'chrootpass'].map((word) => Buffer.from(word))
  const keys = searchKeysOf(words, [['dd'], ['_p', 'op'], ['tpa']])
  const chosen = [...keys.needles.values()].flat().map(({ bytes, at }) => bytes.toString('latin1', at, at + 2))
  assert.deepEqual(chosen, ['_p', 'dd', 'tp'])
  const text = 'http tp tpx _pop addpo addpop chrootpas chrootpass'
  const bytes = readBuffer.subarray(9, 9 + readBuffer.write(text, 9))
  assert.equal(findNeedle(bytes, keys, 0), text.indexOf('addpop') + 1)
  assert.equal(findNeedle(bytes, keys, text.indexOf('addpop') + 2), text.lastIndexOf('tpass'))
  assert.equal(findNeedle(bytes, keys, text.lastIndexOf('tpass') + 1), -1)
})
