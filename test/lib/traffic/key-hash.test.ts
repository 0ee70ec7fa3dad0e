import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { type HashSeed, KeyHash } from '../../../lib/traffic/key-hash.ts'

function hashOf(bytes: Uint8Array, seed: HashSeed = [3, 4], before = 0): string {
  const hash = new KeyHash(seed)
  const view = new DataView(Uint8Array.from([...Array(before).fill(7), ...bytes, 9]).buffer)
  hash.of(view, before, before + bytes.length)
  return `${hash.low} ${hash.high}`
}

suite('the hash of a key', () => {
  test('is the same wherever the key is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.nat(9), (bytes, before) => {
        assert.equal(hashOf(bytes, [3, 4], before), hashOf(bytes))
      }),
    )
  })

  test('is another one for another seed, key or length, in both halves', () => {
    const hashes = [
      ...Array.from({ length: 20 }, (_, length) => hashOf(new Uint8Array(length))),
      ...Array.from({ length: 4096 }, (_, number) => hashOf(Buffer.from(`/page-${number}`))),
      hashOf(Buffer.from('/page-1'), [4, 4]),
      hashOf(Buffer.from('/page-1'), [3, 5]),
    ]
    for (const half of [0, 1])
      assert.ok(new Set(hashes.map((hash) => hash.split(' ')[half])).size > hashes.length - 3, String(half))
    assert.equal(new Set(hashes).size, hashes.length)
  })

  test('changes about half of its bits with each bit of the key', () => {
    const bits = (hash: string): bigint[] => hash.split(' ').map((half) => BigInt.asUintN(32, BigInt(half)))
    const key = Buffer.from('/wp-content/uploads')
    const [low = 0n, high = 0n] = bits(hashOf(key))
    let changed = 0
    for (let bit = 0; bit < key.length * 8; bit += 1) {
      const other = Buffer.from(key)
      other[bit >> 3]! ^= 1 << (bit & 7)
      const [otherLow = 0n, otherHigh = 0n] = bits(hashOf(other))
      const difference = ((low ^ otherLow) << 32n) | (high ^ otherHigh)
      changed += difference.toString(2).replaceAll('0', '').length
    }
    const share = changed / (key.length * 8 * 64)
    assert.ok(share > 0.45 && share < 0.55, String(share))
  })
})
