import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Batch } from '../../../agent/follow/follow.ts'
import { LONGEST_LINE } from '../../../agent/follow/scan/longest-line.ts'
import { streamOf } from '../../../agent/sources/stream.ts'

interface Reading {
  /** Each line with its offset. */
  readonly lines: readonly string[]
  readonly told: readonly string[]
  readonly last: Batch<string> | undefined
}

/** Reads a stream of these pieces; after `stopAfter` batches it is aborted or abandoned, as `how` says. */
async function read(
  pieces: readonly string[],
  {
    from,
    stopAfter = Infinity,
    how = 'told',
  }: { from?: Batch<string>; stopAfter?: number; how?: 'told' | 'left' } = {},
): Promise<Reading> {
  const stop = new AbortController()
  const [lines, told]: [string[], string[]] = [[], []]
  let last: Batch<string> | undefined
  const source = streamOf(async function* (signal) {
    for (const piece of pieces) {
      if (signal.aborted) return
      yield Buffer.from(piece)
    }
  })
  const batches = source<string>({
    source: 'login',
    path: 'standard input',
    needles: 'every line',
    take: ({ offset, bytes }) => [`${offset} ${bytes.length > 50 ? bytes.length : bytes.toString()}`],
    takeGap: () => [],
    most: 500,
    tell: ({ code, text }) => told.push(code === 'stream_found' ? code : `${code}: ${text}`),
    from: from?.checkpoint,
    waker: { wake: () => assert.fail('nobody can tell whether all was read') },
    signal: stop.signal,
  })
  let count = 0
  for await (const batch of batches) {
    count += 1
    if (count > stopAfter && how === 'left') break
    lines.push(...batch.items)
    last = batch
    if (count === stopAfter && how === 'told') stop.abort()
  }
  return { lines, told, last }
}

test('lines are read as they are completed, and text after the last newline is a line when the stream ends', async () => {
  const { lines, told, last } = await read(['a\nb', 'b\nc', '\nend'])
  assert.deepEqual(lines, ['0 a', '2 bb', '5 c', '7 end'])
  assert.deepEqual(told, ['stream_found'])
  assert.equal(last?.range?.to, 10)
})

test('offsets continue from an earlier run, so the same line again is a new one', async () => {
  const first = await read(['same\n'])
  const second = await read(['same\n'], { from: first.last ?? assert.fail() })
  assert.deepEqual([first.lines, second.lines], [['0 same'], ['5 same']])
  assert.deepEqual(second.last?.range, { generation: 'stream', from: 5, to: 10 })
})

test('a stop takes all complete lines, and reports how many bytes of an incomplete one are lost', async () => {
  const { lines, told } = await read(['a\n', 'b\nhal', 'f\n'], { stopAfter: 2 })
  assert.deepEqual(lines, ['0 a', '2 b'])
  assert.match(told.at(-1) ?? '', /^stream_cut: login: 3 bytes taken from standard input could not be sealed/)
})

test('bytes that could not be sealed are reported with everything taken after them', async () => {
  const { lines, told } = await read(['a\n', 'b\nhal', 'f\n'], { stopAfter: 1, how: 'left' })
  assert.deepEqual(lines, ['0 a'])
  assert.match(told.at(-1) ?? '', / 5 bytes /)
})

test('an overlong line is cut: its beginning is taken, the rest skipped', async () => {
  const { lines, told } = await read(['x'.repeat(LONGEST_LINE + 10), 'x\nnext\n'])
  assert.deepEqual(lines, [`0 ${LONGEST_LINE}`, `${LONGEST_LINE + 12} next`])
  assert.match(told.join(), /line_cut/)
})
