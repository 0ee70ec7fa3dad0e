import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { logLine } from '../../../lib/patterns/lead-in.ts'
import { LineRules } from '../../../lib/patterns/line-rules.ts'
import { parsePattern } from '../../../lib/patterns/pattern.ts'
import { readRules } from '../../../lib/patterns/rule-files.ts'
import { grep, logcheckRules } from '../../support/grep.ts'
import { syslogText } from '../../support/syslog-text.ts'
import { WorkMeter } from '../../support/work.ts'

function rulesOf(...written: readonly string[]): LineRules {
  return new LineRules(
    written.map((each) => {
      const pattern = parsePattern(each)
      assert.ok(!('fault' in pattern), JSON.stringify(pattern))
      return { condition: { pattern }, from: each }
    }),
  )
}

function namesOf(rules: LineRules, text: string): readonly string[] {
  return rules.allThatKnow(logLine(text)).map(({ from }) => from)
}

const logcheck = logcheckRules()

suite('rules', () => {
  test('know a line as each of them does, with or without a literal, in either case', () => {
    const all = ['/Alpha/', '/alpha/i', '/al.ha/', '/a|p/', 'alpha @int', '!']
    const rules = rulesOf(...all)
    assert.deepEqual(
      rules.everywhere.map(({ from }) => from),
      ['/al.ha/', '/a|p/', '!'],
    )
    assert.deepEqual(namesOf(rules, 'alpha 7'), ['/alpha/i', 'alpha @int', '/al.ha/', '/a|p/'])
    assert.deepEqual(namesOf(rules, 'Nov  1 00:00:00 web1 alpha 7').toSorted(), [
      '/al.ha/',
      '/alpha/i',
      '/a|p/',
      'alpha @int',
    ])
    assert.deepEqual(namesOf(rules, 'ALPHA'), ['/alpha/i'])
    assert.deepEqual(namesOf(rules, ''), [])
    assert.equal(rules.knows(logLine('x')), undefined)
  })

  test('share a literal without hiding each other', () => {
    const all = Array.from({ length: 9 }, (_, number) => `/^the same beginning ${number}$/`)
    const rules = rulesOf(...all)
    for (const [number, rule] of all.entries()) assert.deepEqual(namesOf(rules, `the same beginning ${number}`), [rule])
  })

  test('stay the same when more are used than stay compiled', () => {
    const all = Array.from({ length: 300 }, (_, number) => `/^${number} lines$/`)
    const rules = rulesOf(...all)
    for (let round = 0; round < 2; round += 1)
      for (const [number, rule] of all.entries()) assert.deepEqual(namesOf(rules, `${number} lines`), [rule])
  })

  test('of logcheck leave the lines that grep leaves', { skip: logcheck.missing }, async () => {
    const { folder } = logcheck
    const { rules, faults } = await readRules(folder)
    assert.deepEqual(
      faults.map((fault) => /: (.*?),/.exec(fault)?.[1]),
      Array(3).fill('refers back to a group'),
    )
    const written = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    const text = syslogText(400) + ODD.map((line) => `${line}\n`).join('')
    const patterns = written.filter((line) => line.trim() !== '' && !line.startsWith('#') && !line.includes('\\1'))
    const known = new LineRules(rules)
    const left = text
      .split('\n')
      .slice(0, -1)
      .filter((line) => known.knows(logLine(line)) === undefined)
    const expected = grep(['-aEv', ...patterns.flatMap((pattern) => ['-e', pattern.trimEnd()])], text)
    assert.ok(left.length > 100 && left.length < 300, `${left.length} lines are left`)
    assert.deepEqual(left, expected)
  })
})

/** Lines that are nearly what rules of logcheck match. */
const ODD = [
  '',
  'Nov 20 00:00:00 web1 sshd[1]: Accepted publickey for anna from 192.0.2.1 port 1 ssh2 ',
  'Nov 20 00:00:00 web1 sshd[]: Accepted publickey for anna from 192.0.2.1 port 1 ssh2',
  'nov 20 00:00:00 web1 CRON[1]: pam_unix(cron:session): session closed for user root',
  'Nov 20 00:00:00 web1 CRON[1]: pam_unix(cron:session): session closed for user root\r',
  'x Nov 20 00:00:00 web1 postfix/qmgr[1]: AAAAAA: removed',
  'Nov 20 00:00:00 web1 POSTFIX/QMGR[1]: AAAAAA: REMOVED',
]

suite('the work of rules', () => {
  const meter = new WorkMeter(
    ['lib/patterns', 'node_modules/re2js'].map((folder) => new URL(`../../../${folder}/`, import.meta.url).href),
  )

  for (const [written, beginning, repeated] of [
    ['/(a+)+$/', '', 'a'],
    ['/^(a+)+$/', '', 'a'],
    ['/(a|a)*b/', '', 'a'],
    ['/x.*y.*z/', 'z', 'xy'],
    [String.raw`/\s+$/`, 'x', ' '],
    ['/(a{1,9}){1,9}$/', '', 'a'],
    ['/(.*)(.*)(.*)[^a]$/', '', 'a'],
    ['/(a?){30}a{30}b/', '', 'a'],
    ['/([a-z]+ )+[0-9]$/i', '', 'Ab '],
    ['to @word,@word,@word;', 'to ', ','],
    ['to @ip,@word:@ip;', 'to ', '1:'],
  ] as const)
    test(`${written} grows as the line does`, () => {
      const rules = rulesOf(written)
      const workOn = (length: number): number => {
        const line = logLine(`${beginning}${repeated.repeat(length / repeated.length)}!`)
        return meter.count(() => void rules.allThatKnow(line))
      }
      workOn(1024)
      const [half, whole] = [workOn(32 * 1024), workOn(64 * 1024)]
      assert.ok(half > 32 * 1024, `it looks at the line: ${half}`)
      assert.ok(whole < 2.2 * half, `${half} for half of it, ${whole} for all`)
    })

  test('a pattern with a nested loop looks at 256 KiB in so many steps', () => {
    const line = logLine(`${'a'.repeat(256 * 1024)}!`)
    const rules = rulesOf('/(a+)+$/')
    assert.ok(meter.count(() => void rules.allThatKnow(line)) < 100 * 256 * 1024)
  })
})
