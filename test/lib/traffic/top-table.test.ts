import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { TrafficLine } from '../../../lib/traffic/log-format/traffic-line.ts'
import { TopTable } from '../../../lib/traffic/top-table.ts'

const SEED = [1, 2] as const

function count(table: TopTable, key: string, size = 1): void {
  const line = new TrafficLine()
  line.bytes = Buffer.from(key)
  line.view = new DataView(line.bytes.buffer, line.bytes.byteOffset, line.bytes.length)
  line.size = size
  table.count(line, 0, line.bytes.length)
}

function shown(entries: ReturnType<TopTable['entries']>): [string, number, number, number][] {
  return entries.map(({ key, requests, bytes, error }) => [key.toString(), requests, bytes, error])
}

suite('a table of the most frequent keys', () => {
  test('is exact while all keys have a place', () => {
    const table = new TopTable({ by: 'requests', slots: 4, seed: SEED })
    for (const key of ['a', 'b', 'a', '', 'a', 'b']) count(table, key, key.length * 10)
    assert.deepEqual(shown(table.entries()), [
      ['a', 3, 30, 0],
      ['b', 2, 20, 0],
      ['', 1, 0, 0],
    ])
    assert.deepEqual(shown(table.certain(2)), shown(table.entries()).slice(0, 2))
  })

  test('can be by bytes', () => {
    const table = new TopTable({ by: 'bytes', slots: 4, seed: SEED })
    for (const [key, size] of [
      ['small', 1],
      ['small', 1],
      ['great', 1000],
    ] as const)
      count(table, key, size)
    assert.deepEqual(shown(table.entries()), [
      ['great', 1, 1000, 0],
      ['small', 2, 2, 0],
    ])
  })

  test('gives the place of one of the least to a new key, with its number as the error', () => {
    const table = new TopTable({ by: 'requests', slots: 2, seed: SEED })
    for (const key of ['a', 'a', 'a', 'b', 'c']) count(table, key)
    assert.deepEqual(shown(table.entries()), [
      ['a', 3, 3, 0],
      ['c', 2, 1, 1],
    ])
    assert.deepEqual(shown(table.certain(5)), [
      ['a', 3, 3, 0],
      ['c', 2, 1, 1],
    ])
    count(table, 'd')
    assert.deepEqual(shown(table.certain(5)), [['a', 3, 3, 0]])
  })

  test('keeps the beginning of a long key, and tells it from another one with the same', () => {
    const table = new TopTable({ by: 'requests', slots: 4, seed: SEED })
    const long = 'x'.repeat(100)
    for (const key of [`${long}1`, `${long}2`, `${long}2`]) count(table, key)
    assert.deepEqual(shown(table.entries()), [
      ['x'.repeat(64), 2, 2, 0],
      ['x'.repeat(64), 1, 1, 0],
    ])
  })

  test('counts each of many keys that differ in one byte alone, wherever it is, in any order', () => {
    const key = '/shop/product/blue-shirt/index.html'
    const keys = Array.from(key, (_, at) => `${key.slice(0, at)}~${key.slice(at + 1)}`)
    const table = new TopTable({ by: 'requests', slots: 64, seed: SEED })
    for (let round = 0; round < 5; round += 1)
      for (const each of round % 2 ? keys : keys.toReversed()) count(table, each)
    assert.deepEqual(
      shown(table.entries()),
      keys.toSorted().map((each) => [each, 5, 5, 0]),
    )
  })

  test('of 256 finds the first five among 20,000 pages, each as often as it is', () => {
    for (const by of ['requests', 'bytes'] as const) {
      const table = new TopTable({ by, slots: 256, seed: SEED })
      for (let index = 0; index < 100_000; index += 1) {
        const kind = index % 20
        count(table, kind < 15 ? `/often-${Math.floor(Math.sqrt(kind * 1.7))}` : `/page-${(index * 7919) % 20_000}`)
      }
      const expected = [
        ['/often-4', 25_000],
        ['/often-3', 20_000],
        ['/often-2', 15_000],
        ['/often-1', 10_000],
        ['/often-0', 5000],
      ]
      assert.deepEqual(
        table.certain(5).map(({ key, requests, error }) => [key.toString(), requests - error]),
        expected,
        by,
      )
    }
  })

  test('whatever is counted: the true number is at most the error below the one told, and what is certain is true', () => {
    const requests = fc.array(
      fc.record({ key: fc.integer({ min: 0, max: 12 }).map((key) => `/${'k'.repeat(key)}`), size: fc.nat(1000) }),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(
        fc.constantFrom('requests' as const, 'bytes' as const),
        fc.integer({ min: 1, max: 8 }),
        requests,
        (by, slots, requests) => {
          const table = new TopTable({ by, slots, seed: SEED })
          const exact = new Map<string, number>()
          for (const { key, size } of requests) {
            count(table, key, size)
            exact.set(key, (exact.get(key) ?? 0) + (by === 'requests' ? 1 : size))
          }
          for (const entry of table.entries()) {
            const truth = exact.get(entry.key.toString()) ?? 0
            assert.ok(entry[by] - entry.error <= truth && truth <= entry[by])
            if (entry.error === 0) assert.equal(entry[by], truth)
          }
          const greatest = [...exact.values()].sort((one, other) => other - one)
          const certain = table.certain(8).map(({ key }) => exact.get(key.toString()))
          assert.deepEqual(certain, greatest.slice(0, certain.length))
          for (const most of [1, 2, 5]) assert.deepEqual(table.certain(most), table.certain(8).slice(0, most))
        },
      ),
    )
  })
})
