import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { Bar } from '../../../agent/replay/bar.ts'

interface Scene {
  readonly bar: Bar
  readonly at: (milliseconds: number, shown: Parameters<Bar['show']>[0]) => string
  readonly written: () => string
}

function createScene(total: number): Scene {
  let now = 5000
  const terminal = new PassThrough()
  const bar = new Bar(terminal, total, () => now)
  const written = (): string => String(terminal.read() ?? '').replaceAll('\r\u001b[K', '<line>')
  return {
    bar,
    written,
    at: (milliseconds, shown) => {
      now = 5000 + milliseconds
      bar.show(shown)
      return written()
    },
  }
}

test('a bar shows the share done, the speed, the time left and the events', () => {
  const { at } = createScene(100)
  assert.equal(at(0, { passed: 0, bytes: 0, events: 0 }), '<line>  0 % [........................] 0 MB/s, events: 0')
  assert.equal(
    at(10_000, { passed: 25, bytes: 500e6, events: 7 }),
    '<line> 25 % [######..................] 50 MB/s, 0:30 left, events: 7',
  )
  assert.match(at(7_200_000, { passed: 50, bytes: 1, events: 7 }), / 50 % .* 2:00:00 left/)
  // A log may grow while it is being read.
  assert.match(at(7_300_000, { passed: 150, bytes: 1, events: 7 }), /100 % \[#{24}\] .* 0:00 left/)
})

test('it is drawn at most five times a second', () => {
  const { at } = createScene(100)
  const shown = { passed: 1, bytes: 1, events: 0 }
  const drawn = Array.from({ length: 100 }, (_, index) => at(index * 10, shown)).filter((text) => text !== '')
  assert.equal(drawn.length, 5)
})

test('it is cleared only if it is on the terminal', () => {
  const { bar, at, written } = createScene(0)
  bar.clear()
  assert.equal(written(), '')
  assert.match(at(0, { passed: 0, bytes: 0, events: 0 }), /100 %/)
  bar.clear()
  bar.clear()
  assert.equal(written(), '<line>')
})
