import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { logLine } from '../../../lib/patterns/lead-in.ts'
import { LineRules } from '../../../lib/patterns/line-rules.ts'
import { LineTemplates } from '../../../lib/patterns/line-templates.ts'
import { masked } from '../../../lib/patterns/mask.ts'
import { parsePattern } from '../../../lib/patterns/pattern.ts'
import { WorkMeter } from '../../support/work.ts'

function learnt(...lines: readonly string[]): LineTemplates {
  const templates = new LineTemplates()
  for (const line of lines) templates.add(logLine(line))
  return templates
}

function shapes(...lines: readonly string[]): readonly (readonly [string, number])[] {
  return learnt(...lines).templates.map(({ words, count }) => [words.join(' '), count] as const)
}

test('values in a word become placeholders, and text of the program stays', () => {
  for (const [word, expected] of [
    ['sshd[812]:', 'sshd[@int]:'],
    ['192.0.2.1', '@ip'],
    ['2001:db8::1.', '@ip.'],
    ['192.0.2.1:25', '@ip:@int'],
    ['[192.0.2.1]:25', '[@ip]:@int'],
    ['192.0.2.1#53:', '@ip#@int:'],
    ['user=<anna@example.com>,', 'user=<@word>,'],
    ['12ms', '@intms'],
    ['08:15:00', '@int:@int:@int'],
    ['1.2.3', '@int.@int.@int'],
    ['0x45E1', '@word'],
    ['4bXyZ1abC7d', '@word'],
    ['c56f7efc-1b2c', '@word'],
    ['deadbeef01', '@word'],
    ['@', '@@'],
    ['@home', '@@home'],
    ['eth0:', 'eth0:'],
    ['SHA384', 'SHA384'],
    ['/usr/sbin/cron', '/usr/sbin/cron'],
    ['Accepted', 'Accepted'],
    ['', ''],
  ] as const)
    assert.equal(masked(word), expected, word)
})

suite('templates', () => {
  test('group lines by program, number of words and likeness', () => {
    assert.deepEqual(
      shapes(
        'Nov  1 00:00:00 web1 sshd[1]: Bye anna from 192.0.2.1',
        'Nov  1 00:00:01 web1 sshd[2]: Bye bert from 2001:db8::1',
        'Nov  1 00:00:02 web1 ftpd[2]: Bye bert from 192.0.2.2',
        'Nov  1 00:00:02 web1 sshd[3]: Bye carl from 192.0.2.3 now',
        'Nov  1 00:00:02 web1 sshd[3]: The quick brown fox',
      ),
      [
        ['sshd[@int]: Bye @word from @ip', 2],
        ['sshd[@int]: The quick brown fox', 1],
        ['ftpd[@int]: Bye bert from @ip', 1],
        ['sshd[@int]: Bye carl from @ip now', 1],
      ],
    )
  })

  test('keep what two words share up to brackets, commas and the like', () => {
    assert.deepEqual(shapes('a: login user=anna, ok', 'a: login user=alba, ok', 'a: login user=x, ok'), [
      ['a: login user=@word, ok', 3],
    ])
    assert.deepEqual(shapes('a: b c d(e)', 'a: b c d(f)'), [['a: b c d(@word)', 2]])
    assert.deepEqual(shapes('a: b c x=', 'a: b c x=='), [['a: b c @word', 2]])
  })

  test('tell when their lines were written, and keep the first three', () => {
    const [template] = learnt(
      ...[1, 2, 3, 4].map((number) => `Nov  ${number} 00:00:00 web1 a: line ${number}`),
    ).templates
    assert.deepEqual(
      [template?.first, template?.last, template?.examples.length],
      ['Nov  1 00:00:00', 'Nov  4 00:00:00', 3],
    )
    const [without] = learnt('a line').templates
    assert.deepEqual([without?.first, without?.last, without?.examples], [undefined, undefined, ['a line']])
  })

  test('are bounded, whatever is written: the lines of others are counted', () => {
    const other = (number: number): string => Array.from({ length: 4 }, (_, word) => `w${number}x${word}`).join(' ')
    const all = learnt(...Array.from({ length: 700 }, (_, number) => `p${number}: ${other(number)}`))
    assert.deepEqual([all.templates.length, all.others], [500, 200])
    const alike = learnt(...Array.from({ length: 100 }, (_, number) => `p: ${other(number)}`))
    assert.deepEqual([alike.templates.length, alike.others], [64, 36])
    const [long] = learnt(`a ${'b '.repeat(100)}`, `a ${'b '.repeat(200)}`).templates
    assert.deepEqual([long?.words.length, long?.words.at(-1), long?.count], [64, '@rest', 2])
    assert.deepEqual(
      learnt('x'.repeat(100_000)).templates[0]?.examples.map(({ length }) => length),
      [4096],
    )
  })

  test('keep no long line for the piece of it that they show', () => {
    setFlagsFromString('--expose-gc')
    const collect: unknown = runInNewContext('gc')
    const heap = (): number => {
      if (typeof collect === 'function') collect()
      return process.memoryUsage().heapUsed
    }
    const before = heap()
    const templates = new LineTemplates()
    for (let round = 0; round < 4; round += 1)
      for (let number = 0; number < 100; number += 1) {
        const message = `program${number}: ${'word '.repeat(40)}${'x'.repeat(64 * 1024)}`
        templates.add(logLine(Buffer.from(`2026-11-0${1 + round}T00:00:00Z web1.example.com ${message}`).toString()))
      }
    const kept = heap() - before
    assert.equal(templates.templates.length, 100)
    assert.ok(kept < 100 * 5 * 8 * 1024, `${kept} bytes are kept of 100 groups`)
  })

  test('match each of their lines that they were made of, as typed templates', () => {
    const word = fc.constantFrom(
      'a',
      'b',
      'user=anna,',
      'user=bert,',
      '7',
      '192.0.2.1',
      '2001:db8::1',
      'x@example.com',
      '@',
      'id:4bX7c9aa1',
      '(c)',
      "'",
      '0x1f',
      '::',
    )
    const line = fc.array(word, { minLength: 5, maxLength: 6 }).map((words) => `program: ${words.join(' ')}`)
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const templates = learnt(...lines)
        for (const { words, examples } of templates.templates) {
          const pattern = parsePattern(words.join(' '))
          assert.ok(!('fault' in pattern), JSON.stringify(pattern))
          const rules = new LineRules([{ condition: { pattern }, from: '' }])
          for (const example of examples) assert.ok(rules.knows(logLine(example)), `${words.join(' ')}: ${example}`)
        }
      }),
    )
  })

  test('take work that grows as the line does', () => {
    const meter = new WorkMeter()
    for (const part of [
      'a',
      ' ',
      '1 ',
      '@',
      'a1',
      'user=anna, ',
      '192.0.2.1:25 ',
      'a1.b2=c3: ',
      `${'1.'.repeat(100)} `,
    ]) {
      const workOn = (length: number): number => {
        const line = logLine(`Nov  1 00:00:00 web1 p: ${part.repeat(length / part.length)}`)
        return meter.count(() => void learnt(line.text, line.text))
      }
      workOn(1000)
      const [half, whole] = [workOn(2000), workOn(4000)]
      assert.ok(whole < 2.5 * half + 2000, `${part}: ${half} for half of it, ${whole} for all`)
    }
  })
})
