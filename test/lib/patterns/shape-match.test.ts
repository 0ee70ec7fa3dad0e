import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { logLine } from '../../../lib/patterns/lead-in.ts'
import { LineRules } from '../../../lib/patterns/line-rules.ts'
import { shapeOf } from '../../../lib/patterns/line-shape.ts'
import { LineTemplates } from '../../../lib/patterns/line-templates.ts'
import { parsePattern } from '../../../lib/patterns/pattern.ts'
import { takesShape } from '../../../lib/patterns/shape-match.ts'
import { logText } from '../../support/log-text.ts'

function takes(template: string, shape: string): boolean | undefined {
  return takesShape(template.split(' '), shape.split(' '))
}

suite('whether a template takes a shape', () => {
  test('is what its rule says of each line, where it is said', () => {
    let said = 0
    fc.assert(
      fc.property(logText, (texts) => {
        const templates = new LineTemplates()
        const lines = texts.map(logLine)
        for (const line of lines) templates.add(line)
        for (const { words } of templates.templates) {
          const pattern = parsePattern(words.join(' '))
          if ('fault' in pattern) continue
          const rules = new LineRules([{ condition: { pattern }, from: '' }])
          for (const line of lines) {
            const taken = takesShape(words, shapeOf(line).split(' '))
            if (taken === undefined) continue
            said += 1
            assert.equal(taken, rules.knows(line) !== undefined, `${words.join(' ')}: ${line.text}`)
          }
        }
      }),
      { numRuns: 2000 },
    )
    assert.ok(said > 10_000, `${said} comparisons`)
  })

  test('is said of what programs write', () => {
    assert.equal(takes('sshd[@int]: Bye @word from @ip', 'sshd[@int]: Bye anna from @ip'), true)
    assert.equal(takes('sshd[@int]: user=<@word>, ok', 'sshd[@int]: user=<anna>, ok'), true)
    assert.equal(takes('sshd[@int]: user=<@word>, ok', 'sshd[@int]: user=<@int.@int>, ok'), true)
    assert.equal(takes('sshd[@int]: Bye @word from @ip', 'sshd[@int]: Hello anna from @ip'), false)
    assert.equal(takes('sshd[@int]: Bye', 'ftpd[@int]: Bye'), false)
    assert.equal(takes('sshd[@int]: Bye now', 'sshd[@int]: Bye'), false)
    assert.equal(takes('a @intms', 'a @intkg'), false)
  })

  test('is not said where it depends on the line', () => {
    assert.equal(takes('a 7@word', 'a @int'), undefined)
    assert.equal(takes('a x=@wordint,', 'a x=@int,'), undefined)
    assert.equal(takes('a @int', 'a @word'), undefined)
    assert.equal(takes('a b @rest', 'a b c'), undefined)
    assert.equal(takes('a b', 'a @rest'), undefined)
    assert.equal(takes('Nov @int @int:@int:@int web@word a b', 'a b'), undefined)
  })
})
