import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { UnusualLines } from '../../../../../agent/mail-reports/sections/unusual/unusual-lines.ts'
import { readUnusualRules } from '../../../../../agent/mail-reports/sections/unusual/unusual-rules.ts'
import { WorkMeter } from '../../../../support/work.ts'

async function linesWith(...ignore: readonly string[]): Promise<UnusualLines> {
  return new UnusualLines(await readUnusualRules({ rules: [], ignore, filter: [] }), true)
}

/** Characters of all that is kept. */
function kept({ templates: { templates } }: UnusualLines): number {
  return templates
    .flatMap(({ words, examples, first = '', last = '' }) => [...words, ...examples, first, last])
    .reduce((sum, { length }) => sum + length, 0)
}

suite('lines that no rule knows', () => {
  test('take no more memory for ever more lines, whatever stands in them', async () => {
    const lines = await linesWith()
    const take = (from: number, to: number): void => {
      for (let number = from; number < to; number += 1) {
        // Ever new programs and words, in lines that are longer than what is kept of one.
        const words = Array.from({ length: 40 }, (_, word) => `${number}w${word}`).join(' ')
        lines.take(Buffer.from(`2026-11-20T08:00:00Z web1 p${'x'.repeat(number % 600)}: ${words} ${'y'.repeat(5000)}`))
      }
    }
    take(0, 2400)
    const half = kept(lines)
    take(2400, 4800)
    assert.equal(lines.unusual, 4800)
    assert.ok(half > 500 * 4096, `${half} characters are kept`)
    assert.ok(kept(lines) <= 500 * 4 * 4417, `${kept(lines)} characters are kept`)
    assert.ok(kept(lines) <= 1.01 * half, `${half} characters after half of the lines, ${kept(lines)} after all`)
    assert.equal(
      lines.templates.templates.reduce((sum, { count }) => sum + count, lines.templates.others),
      4800,
    )
  })
})

suite('the work for a line', () => {
  const meter = new WorkMeter()
  for (const [name, piece] of [
    ['blanks', ' '],
    ['one letter', 'a'],
    ['words', 'ab '],
    ['brackets', '([{<'],
    ['numbers and signs', '1:.-@='],
    ['bytes that are no UTF-8', '\xff\xc3'],
    ['beginnings of lead-ins', 'Nov  1 00:00:00 web1 '],
  ] as const)
    test(`of ${name} grows as the line does`, async () => {
      const lines = await linesWith('/(a+)+$/', '/x.*y.*z/', 'a @word,@word @rest')
      const workOn = (length: number): number => {
        const bytes = Buffer.from(`a${piece.repeat(length / piece.length)}b`, 'latin1')
        return meter.count(() => lines.take(bytes))
      }
      workOn(1024)
      const [half, whole] = [workOn(64 * 1024), workOn(128 * 1024)]
      assert.ok(half > 64 * 1024, `it looks at the line: ${half}`)
      assert.ok(whole < 2.2 * half, `${half} for half of it, ${whole} for all`)
    })
})
