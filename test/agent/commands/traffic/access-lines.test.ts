import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { AccessLines } from '../../../../agent/commands/traffic/access-lines.ts'
import { parserOf } from '../../../support/traffic-scene.ts'

const LINE = '192.0.2.1 - - [28/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"'

function reading(isNamed = false) {
  const [taken, chosen] = [[] as string[], [] as (string | undefined)[]]
  const lines = new AccessLines({
    parser: isNamed ? parserOf('combined') : undefined,
    fallback: parserOf('combined'),
    choose: (name) => chosen.push(name),
    count: (line) => taken.push(line.toString()),
  })
  return { lines, taken, chosen }
}

suite('the lines of a log', () => {
  test('wait until the format is known, and come in their order', () => {
    const { lines, taken, chosen } = reading()
    const bytes = Buffer.from(LINE)
    lines.take(bytes)
    // The bytes of a line are valid during the call only.
    bytes.fill(0)
    lines.take(Buffer.from('second'))
    assert.deepEqual(taken, [])
    lines.settle()
    assert.deepEqual([taken, chosen], [[LINE, 'second'], ['combined']])
    lines.take(Buffer.from('third'))
    lines.settle()
    assert.deepEqual([taken, chosen], [[LINE, 'second', 'third'], ['combined']])
  })

  test('wait no longer than a hundred lines, or 1 MiB of them', () => {
    const many = reading()
    for (let count = 0; count < 100; count += 1) many.lines.take(Buffer.from(LINE))
    assert.deepEqual([many.taken.length, many.chosen], [100, ['combined']])
    const long = reading()
    for (let count = 0; count < 4; count += 1) long.lines.take(Buffer.alloc(262_144))
    assert.deepEqual([long.taken.length, long.chosen], [4, [undefined]])
  })

  test('wait for nothing where the format was named', () => {
    const { lines, taken, chosen } = reading(true)
    lines.take(Buffer.from('first'))
    assert.deepEqual([taken, chosen], [['first'], []])
  })
})
