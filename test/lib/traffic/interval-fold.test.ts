import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { IntervalFold } from '../../../lib/traffic/interval-fold.ts'
import { readIntervals } from '../../../lib/traffic/saved-intervals.ts'
import { commonStamp } from '../../support/traffic-log.ts'
import { KeptIntervals, intervalsOfLines, parserOf } from '../../support/traffic-scene.ts'

const NOW = Date.UTC(2026, 10, 20, 12) / 1000
const SETTINGS = { interval: 10, outOfOrder: 10 }

/** A line in the format `common`, so many seconds after noon. */
function at(seconds: number, { status = 200, size = 100 } = {}): string {
  return `192.0.2.1 - - [${commonStamp(NOW + seconds)}] "GET / HTTP/1.1" ${status} ${size}`
}

function bytesOf(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** Starts after noon, and requests. */
function shape(intervals: readonly { readonly start: number; readonly requests: number }[]): [number, number][] {
  return intervals.map(({ start, requests }) => [start - NOW, requests])
}

suite('intervals', () => {
  test('count requests, bytes and classes of status', () => {
    const lines = [101, 200, 204, 302, 404, 499, 500, 999, 99].map((status) => at(3, { status, size: status }))
    const [interval, ...others] = intervalsOfLines(lines, { now: NOW })
    assert.deepEqual(others, [])
    assert.deepEqual(interval, {
      start: NOW,
      seconds: 10,
      requests: 9,
      bytes: 3308,
      classes: [1, 2, 1, 2, 1],
      late: 0,
      future: 0,
      unrecognised: 0,
      vhosts: new Map(),
    })
  })

  test('close in order once a line is newer than what may still come', () => {
    const kept = new KeptIntervals()
    const fold = new IntervalFold(SETTINGS)
    fold.take(bytesOf(at(-100), at(-95), at(-85), at(-92)), parserOf('common'), { now: NOW }, kept)
    assert.deepEqual(kept.intervals, [])
    fold.take(bytesOf(at(-80)), parserOf('common'), { now: NOW }, kept)
    assert.deepEqual(shape(kept.intervals), [[-100, 3]])
    fold.take(bytesOf(at(-10)), parserOf('common'), { now: NOW }, kept)
    assert.deepEqual(shape(kept.intervals), [
      [-100, 3],
      [-90, 1],
      [-80, 1],
    ])
  })

  test('take what comes late where it belongs, as long as it may', () => {
    const lines = [at(0), at(9), at(1), at(10), at(2), at(19), at(0)]
    assert.deepEqual(shape(intervalsOfLines(lines, { now: NOW + 20 })), [
      [0, 5],
      [10, 2],
    ])
  })

  test('take what comes later in the newest, and say so', () => {
    const intervals = intervalsOfLines([at(0), at(30), at(5), at(-86_400)], { now: NOW + 30 })
    assert.deepEqual(
      intervals.map(({ requests, late }) => [requests, late]),
      [
        [1, 0],
        [3, 2],
      ],
    )
  })

  test('stay open for longer where lines may come later', () => {
    const lines = [at(0), at(60), at(5), at(50), at(15)]
    assert.deepEqual(shape(intervalsOfLines(lines, { now: NOW + 60, outOfOrder: 60 })), [
      [0, 2],
      [10, 1],
      [50, 1],
      [60, 1],
    ])
  })

  test('take what is beyond the clock in the newest: a stamp of the year 9999 deafens nothing', () => {
    const forged = '192.0.2.1 - - [31/Dec/9999:23:59:59 +0000] "GET / HTTP/1.1" 200 100'
    const intervals = intervalsOfLines([forged, at(0), forged, at(11), at(22), at(33)], { now: NOW + 33 })
    assert.deepEqual(
      intervals.map(({ start, requests, future, late }) => [start - NOW, requests, future, late]),
      [
        [0, 3, 2, 0],
        [10, 1, 0, 0],
        [20, 1, 0, 0],
        [30, 1, 0, 0],
      ],
    )
  })

  test('a clock may be ahead by ten seconds', () => {
    const intervals = intervalsOfLines([at(0), at(10), at(11)], { now: NOW })
    assert.deepEqual(
      intervals.map(({ requests, future }) => [requests, future]),
      [
        [1, 0],
        [2, 1],
      ],
    )
  })

  test('count lines that are not recognised, which are no requests', () => {
    const intervals = intervalsOfLines(['x', at(0), '', 'y'], { now: NOW })
    assert.deepEqual(
      intervals.map(({ start, requests, unrecognised }) => [start - NOW, requests, unrecognised]),
      [[0, 1, 3]],
    )
  })

  test('nothing but such lines is told, too, once the clock goes on', () => {
    const intervals = intervalsOfLines(['x', 'y'], { now: NOW })
    assert.deepEqual(
      intervals.map(({ requests, unrecognised }) => [requests, unrecognised]),
      [[0, 2]],
    )
  })

  test('a gap of a hundred years costs nothing', () => {
    let passed = 0
    const kept = new KeptIntervals()
    const sink = {
      closed: (interval: (typeof kept.intervals)[0]) => kept.closed(interval),
      passed: () => (passed += 1),
    }
    const old = '192.0.2.1 - - [01/Jan/1980:00:00:00 +0000] "GET / HTTP/1.1" 200 100'
    const fold = new IntervalFold(SETTINGS)
    fold.take(bytesOf(old, at(0)), parserOf('common'), { now: NOW }, sink)
    fold.advance(NOW + 3_000_000_000, sink)
    assert.equal(kept.intervals.length, 2)
    assert.equal(passed, 3)
  })
})

suite('the clock', () => {
  test('closes at the end of a log what no line can come for any more', () => {
    const kept = new KeptIntervals()
    const fold = new IntervalFold(SETTINGS)
    fold.take(bytesOf(at(0), at(11)), parserOf('common'), { now: NOW + 12 }, kept)
    fold.advance(NOW + 19, kept)
    assert.deepEqual(shape(kept.intervals), [])
    fold.advance(NOW + 20, kept)
    assert.deepEqual(shape(kept.intervals), [[0, 1]])
    fold.advance(NOW + 30, kept)
    assert.deepEqual(shape(kept.intervals), [
      [0, 1],
      [10, 1],
    ])
  })

  test('makes late what comes after that, and the rest counts', () => {
    const kept = new KeptIntervals()
    const fold = new IntervalFold(SETTINGS)
    fold.take(bytesOf(at(0)), parserOf('common'), { now: NOW }, kept)
    fold.advance(NOW + 100, kept)
    fold.take(bytesOf(at(5), at(99)), parserOf('common'), { now: NOW + 100 }, kept)
    fold.advance(NOW + 200, kept)
    assert.deepEqual(
      kept.intervals.map(({ start, requests, late }) => [start - NOW, requests, late]),
      [
        [0, 1, 0],
        [90, 2, 1],
      ],
    )
  })

  test('does not deafen when it goes back', () => {
    const kept = new KeptIntervals()
    const fold = new IntervalFold(SETTINGS)
    fold.take(bytesOf(at(86_400)), parserOf('common'), { now: NOW + 86_400 }, kept)
    fold.advance(NOW + 86_430, kept)
    fold.take(bytesOf(at(0), at(11), at(22)), parserOf('common'), { now: NOW + 22 }, kept)
    fold.advance(NOW + 100, kept)
    assert.deepEqual(
      kept.intervals.map(({ start, late }) => [start - NOW, late]),
      [
        [86_400, 0],
        [10, 1],
        [20, 0],
      ],
    )
  })
})

suite('the state', () => {
  test('of ten thousand busy virtual hosts in two intervals has less than 1 MiB', () => {
    const fold = new IntervalFold(SETTINGS)
    const kept = new KeptIntervals()
    const lines: string[] = []
    for (const seconds of [0, 10])
      for (let index = 0; index < 10_000; index += 1)
        for (const status of [200, 200, 301, 404, 500])
          lines.push(`www.customer-${index}.example:443 ${at(seconds, { status, size: 1_234_567 })}`)
    fold.take(bytesOf(...lines), parserOf('vhost_combined'), { now: NOW + 10 }, kept)
    assert.deepEqual(kept.intervals, [])
    const size = Buffer.byteLength(JSON.stringify(fold.saved()))
    assert.ok(size < 1_048_576, String(size))
    assert.equal(fold.saved().names.length, 10_000)
  })

  test('is taken back only if it is one, of the same settings', () => {
    const fold = new IntervalFold(SETTINGS)
    fold.take(
      bytesOf(`a.example:80 ${at(0)}`, `b.example:80 ${at(10)}`),
      parserOf('vhost_combined'),
      { now: NOW + 10 },
      new KeptIntervals(),
    )
    const saved: object = JSON.parse(JSON.stringify(fold.saved()))
    assert.deepEqual(readIntervals(saved, SETTINGS), saved)
    assert.deepEqual(new IntervalFold(SETTINGS, readIntervals(saved, SETTINGS)).saved(), saved)
    assert.equal(readIntervals(saved, { interval: 10, outOfOrder: 20 }), undefined)
    assert.equal(readIntervals(saved, { interval: 5, outOfOrder: 10 }), undefined)
    const [first, second] = fold.saved().open
    for (const damage of [
      { version: 2 },
      { boundary: -1 },
      { boundary: NOW + 10 },
      { names: ['a.example', 'a.example'] },
      { names: ['a "quote"', 'b'] },
      { names: ['a.example'] },
      { names: 'a.example' },
      { open: [second, first] },
      { open: [first, first] },
      { open: [{ ...first, start: NOW + 1 }] },
      { open: [{ ...first, start: null }, second] },
      { open: [{ ...first, rows: [1, 2] }] },
      { open: [{ ...first, rows: [...first!.rows, 0, 1, 0, 0, 0, 0, 0, 0] }] },
      { open: [{ ...first, late: 1.5 }] },
      { more: 1 },
    ])
      assert.equal(readIntervals({ ...saved, ...damage }, SETTINGS), undefined, JSON.stringify(damage))
    for (const none of [null, 'x', [], {}]) assert.equal(readIntervals(none, SETTINGS), undefined)
  })
})
