import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { IntervalFold } from '../../../lib/traffic/interval-fold.ts'
import { commonStamp } from '../../support/traffic-log.ts'
import { KeptIntervals, intervalsOfLines, parserOf } from '../../support/traffic-scene.ts'

const NOW = Date.UTC(2026, 10, 20, 12) / 1000
const SETTINGS = { interval: 10, outOfOrder: 10 }

/** A line in the format `common`, so many seconds after noon. */
function at(seconds: number): string {
  return `192.0.2.1 - - [${commonStamp(NOW + seconds)}] "GET / HTTP/1.1" 200 100`
}

function bytesOf(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

suite('virtual hosts', () => {
  const of = (vhost: string, seconds = 0): string => `${vhost}:80 ${at(seconds)}`

  test('are counted by their names in the lines', () => {
    const lines = [of('a.example'), of('b.example'), of('a.example', 1)]
    const [interval] = intervalsOfLines(lines, { now: NOW, format: 'vhost_combined' })
    assert.equal(interval?.requests, 3)
    assert.deepEqual(
      [...(interval?.vhosts ?? [])],
      [
        ['a.example', { requests: 2, bytes: 200, classes: [0, 2, 0, 0, 0] }],
        ['b.example', { requests: 1, bytes: 100, classes: [0, 1, 0, 0, 0] }],
      ],
    )
  })

  test('are those of the logs, where the lines do not name them', () => {
    const kept = new KeptIntervals()
    const fold = new IntervalFold(SETTINGS)
    for (const vhost of ['a.example', 'b.example', 'a.example'])
      fold.take(bytesOf(at(0)), parserOf('common'), { now: NOW, vhost }, kept)
    fold.advance(NOW + 100, kept)
    assert.deepEqual(
      [...(kept.intervals[0]?.vhosts ?? [])].map(([name, { requests }]) => [name, requests]),
      [
        ['a.example', 2],
        ['b.example', 1],
      ],
    )
  })

  test('beyond ten thousand, and strange ones, are summed up', () => {
    const lines = Array.from({ length: 10_050 }, (_, index) => of(`host-${index}.example`))
    const strange = ['a"b', 'a\\x22b', 'h\xe4'].map((name) => of(name))
    const [interval] = intervalsOfLines([...lines, ...strange], { now: NOW, format: 'vhost_combined' })
    assert.equal(interval?.requests, 10_053)
    assert.equal(interval?.vhosts.size, 10_001)
    assert.equal(interval?.vhosts.get('(other)')?.requests, 53)
  })

  test('stay known while most of the names are in use, so that few intervals have to look for them', () => {
    const fold = new IntervalFold(SETTINGS)
    const kept = new KeptIntervals()
    const take = (seconds: number, ...names: string[]): readonly string[] => {
      const lines = bytesOf(...names.map((name) => of(`${name}.example`, seconds)))
      fold.take(lines, parserOf('vhost_combined'), { now: NOW + 100 }, kept)
      return fold.saved().names
    }
    take(0, 'a', 'b', 'c')
    assert.deepEqual(take(50, 'c'), ['c.example'])
    assert.deepEqual(take(51, 'd', 'e'), ['c.example', 'd.example', 'e.example'])
    take(60, 'd', 'e')
    assert.deepEqual(take(70, 'e'), ['c.example', 'd.example', 'e.example'])
    fold.advance(NOW + 200, kept)
    assert.deepEqual(
      kept.intervals.map(({ vhosts }) => [...vhosts.keys()].map((name) => name.charAt(0)).join('')),
      ['abc', 'cde', 'de', 'e'],
    )
  })

  test('are forgotten with their intervals, so that new ones have a place', () => {
    const many = (seconds: number, name: string): string[] =>
      Array.from({ length: 6000 }, (_, index) => of(`${name}${index}.example`, seconds))
    const lines = [...many(0, 'a'), ...many(50, 'b'), ...many(100, 'c')]
    const intervals = intervalsOfLines(lines, { now: NOW + 100, format: 'vhost_combined' })
    assert.deepEqual(
      intervals.map(({ vhosts }) => [vhosts.size, vhosts.has('(other)')]),
      [
        [6000, false],
        [6000, false],
        [6000, false],
      ],
    )
  })
})
