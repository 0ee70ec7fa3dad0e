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
    count: (block) => taken.push(block.toString()),
  })
  return { lines, taken, chosen }
}

suite('the lines of a log', () => {
  test('wait until the format is known, and come in their order', () => {
    const { lines, taken, chosen } = reading()
    const bytes = Buffer.from(`${LINE}\nsecond\n`)
    lines.take(bytes)
    // The bytes of lines are valid during the call only.
    bytes.fill(0)
    assert.deepEqual(taken, [])
    lines.settle()
    assert.deepEqual([taken, chosen], [[`${LINE}\n`, 'second\n'], ['combined']])
    lines.take(Buffer.from('third\nfourth\n'))
    lines.settle()
    assert.deepEqual([taken.slice(2), chosen], [['third\nfourth\n'], ['combined']])
  })

  test('wait no longer than a hundred lines, or 1 MiB of them, however many come at once', () => {
    for (const atOnce of [1, 7, 100, 250]) {
      const { lines, taken, chosen } = reading()
      const all = Array.from({ length: 250 }, (_, index) => `${LINE}${index}\n`)
      for (let from = 0; from < 250; from += atOnce) {
        lines.take(Buffer.from(all.slice(from, from + atOnce).join('')))
        assert.equal(taken.join(''), from + atOnce < 100 ? '' : all.slice(0, from + atOnce).join(''))
      }
      assert.deepEqual(chosen, ['combined'])
    }
    const long = reading()
    for (let count = 0; count < 4; count += 1) long.lines.take(Buffer.alloc(262_144))
    assert.deepEqual([long.taken.length, long.chosen], [4, [undefined]])
  })

  test('are counted at once where the format was named', () => {
    const { lines, taken, chosen } = reading(true)
    lines.take(Buffer.from('first\nsecond\nwithout its newline'))
    assert.deepEqual([taken, chosen], [['first\nsecond\nwithout its newline'], []])
  })
})
