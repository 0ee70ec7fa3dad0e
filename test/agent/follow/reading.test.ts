import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Content, Read } from '../../../agent/follow/files/open-file.ts'
import { ReadRateLimit } from '../../../agent/follow/read-rate-limit.ts'
import { type Ended, type Part, type ReadingOptions, readContent } from '../../../agent/follow/reading.ts'
import { needlesOf } from '../../../agent/follow/scan/lines.ts'
import { LONGEST_LINE } from '../../../agent/follow/scan/longest-line.ts'

const MIB = 1024 ** 2

/** A content that fills every read with short lines, until it has an end or fails. */
class EndlessContent implements Content {
  readonly generation = 'g'
  readonly skipping = false
  readonly #bytes = Buffer.alloc(LONGEST_LINE, 'line\n\n\n\n')
  readonly #then: () => Read
  readonly #most: number
  offset = 0
  reads = 0

  /** Behaves like that after so many reads. */
  constructor(most = Infinity, then: () => Read = () => 'end') {
    this.#most = most
    this.#then = then
  }

  fill(): undefined {
    return undefined
  }

  read(): Read {
    if (this.reads === this.#most) return this.#then()
    this.reads += 1
    return { bytes: this.#bytes }
  }

  advance(bytes: number): void {
    this.offset += bytes
  }
}

function optionsOf(changes: Partial<ReadingOptions<number>> = {}): ReadingOptions<number> {
  return {
    source: 'test',
    path: '/log',
    needles: needlesOf(['none']),
    take: ({ offset }) => [offset],
    most: 10,
    tell: () => undefined,
    rateLimit: new ReadRateLimit(Infinity, () => 0),
    clock: { sleep: async () => undefined },
    signal: new AbortController().signal,
    ...changes,
  }
}

/** Where the parts end, how many lines they have, and why reading ended. */
async function read(
  content: Content,
  options: ReadingOptions<number>,
  { end = Infinity, onPart }: { end?: number; onPart?: (part: Part<number>) => void } = {},
): Promise<{ ends: number[]; lines: number; ended: Ended }> {
  const parts = readContent(content, { end, isFinished: () => true }, options)
  const ends: number[] = []
  let lines = 0
  for (;;) {
    const { value, done } = await parts.next()
    if (done === true) return { ends, lines, ended: value }
    ends.push(value.range.to)
    lines += value.lines
    onPart?.(value)
  }
}

suite('reading a content', () => {
  test('delivers a part after 64 MiB, and the rest at the end', async () => {
    const { ends, lines, ended } = await read(new EndlessContent(260), optionsOf())
    assert.deepEqual(ends, [64 * MIB, 65 * MIB])
    assert.deepEqual([lines, ended], [(65 * MIB * 4) / 8, 'end'])
  })

  test('ends after 4 MiB when the turn is over, with what was read delivered', async () => {
    const content = new EndlessContent()
    const { ends, ended } = await read(content, optionsOf({ isTurnOver: () => true }))
    assert.deepEqual([ends, ended, content.reads], [[4 * MIB], 'interrupted', 16])
  })

  test('ends with the part during which the signal is aborted, without another read', async () => {
    const content = new EndlessContent()
    const stop = new AbortController()
    const options = optionsOf({ needles: 'every line', signal: stop.signal })
    const { ends, ended } = await read(content, options, { onPart: () => stop.abort() })
    assert.deepEqual([ends.length, ended, content.reads], [1, 'interrupted', 1])
  })

  test('reads nothing if the signal is aborted before', async () => {
    const content = new EndlessContent()
    const { ends, ended } = await read(content, optionsOf({ signal: AbortSignal.abort() }))
    assert.deepEqual([ends, ended, content.reads], [[], 'interrupted', 0])
  })

  test('stops at the end of the extent, where a line without its newline counts as well', async () => {
    const taken = await read(new EndlessContent(), optionsOf({ needles: 'every line', most: 1000 }), { end: 18 })
    assert.deepEqual([taken.ends, taken.lines, taken.ended], [[18], 9, 'end'])
  })

  test('delivers what was read before the disk fails, then tells the error code', async () => {
    const failing = new EndlessContent(3, () => {
      throw Object.assign(new Error('disk'), { code: 'EIO' })
    })
    const { ends, ended } = await read(failing, optionsOf())
    assert.deepEqual([ends, ended], [[3 * LONGEST_LINE], { failure: 'EIO' }])
  })

  test('throws an error that is not one of the system', async () => {
    const failing = new EndlessContent(0, () => {
      throw new TypeError('bug')
    })
    await assert.rejects(read(failing, optionsOf()), TypeError)
  })

  test('delivers each read before it waits for the rate limit', async () => {
    const content = new EndlessContent(3)
    const events: string[] = []
    const options = optionsOf({
      rateLimit: new ReadRateLimit(LONGEST_LINE, () => 0),
      clock: { sleep: async () => void events.push('sleep') },
    })
    await read(content, options, { onPart: () => events.push('part') })
    assert.deepEqual(events, ['part', 'sleep', 'part', 'sleep', 'part', 'sleep', 'sleep'])
  })
})
