import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { loadConfig } from '../../../../../agent/config/load.ts'
import { ActionNeeded } from '../../../../../lib/system/errors.ts'
import { startAgent } from '../../../../support/agent-process.ts'
import { grep, logcheckRules } from '../../../../support/grep.ts'
import { syslogText } from '../../../../support/syslog-text.ts'
import { rotate } from '../../../follow/followed.ts'
import { Reports } from './reports.ts'

function line(second: number, message: string): string {
  return `Nov  1 00:00:${String(second).padStart(2, '0')} web1 ${message}\n`
}

const logcheck = logcheckRules()

suite('the section unusual', () => {
  test('groups the lines that no rule knows, with counts, times and examples', async (t) => {
    const reports = await Reports.in(t, { ignore: ['cron: @rest'] })
    const byes = [1, 2, 3, 4].map((number) => line(number, `sshd[${number}]: Bye anna${number} from 192.0.2.${number}`))
    writeFileSync(reports.log, [...byes, line(5, 'cron: known'), line(6, 'shop: paid 7 times')].join(''))
    const { part, said } = await reports.sealed()
    assert.deepEqual(said, [])
    assert.deepEqual(part.split('\n'), [
      '5 lines of /log from Nov  1 00:00:01 to Nov  1 00:00:06, in 2 groups, that no rule knows (of 6 lines)',
      '',
      '4 x sshd[@int]: Bye @word from @ip',
      '  from Nov  1 00:00:01 to Nov  1 00:00:04',
      ...byes.slice(0, 3).map((each) => `    ${each.trimEnd()}`),
      '',
      '1 x Nov  1 00:00:06 web1 shop: paid 7 times',
      '',
    ])
  })

  test('tells lines without a lead-in, empty ones and bytes that are no text', async (t) => {
    const reports = await Reports.in(t)
    writeFileSync(reports.log, Buffer.from('\n\na\xff\x1b[1mb\n', 'latin1'))
    assert.deepEqual((await reports.sealed()).part.split('\n'), [
      '3 lines of /log, in 2 groups, that no rule knows (of 3 lines)',
      '',
      '2 x (an empty line)',
      '    (an empty line)',
      '    (an empty line)',
      '',
      String.raw`1 x a\xff?[1mb`,
      '',
    ])
  })

  test('tells lines that a filter fits alone, and compares without blanks at the ends if it is told to', async (t) => {
    const reports = await Reports.in(t, { filter: ['=~ /^shop/'], ignore: ['shop: fine'], isTrimmed: true })
    writeFileSync(reports.log, ' shop: fine \n\tshop: bad\r\ncron: bad\n \t\n')
    assert.equal(
      (await reports.sealed()).part,
      '1 line of /log, in 1 group, that a filter fits and no rule knows (of 4 lines)\n\n1 x shop: bad\n',
    )
    const untrimmed = await Reports.in(t, { ignore: ['shop: fine'] })
    writeFileSync(untrimmed.log, ' shop: fine \n')
    assert.match((await untrimmed.sealed()).part, /^1 x  shop: fine $/m)
  })

  test('counts the groups that are too many', async (t) => {
    const reports = await Reports.in(t, { most: 1 })
    writeFileSync(reports.log, 'a: b\nc: d\nc: d\ne: f\n')
    const { part } = await reports.sealed()
    assert.match(part, /^4 lines of .* in 3 groups/)
    assert.match(part, /\n\n2 x c: d\n {4}c: d\n {4}c: d\n\n2 further groups with 2 lines are not shown\.\n$/)
    const many = await Reports.in(t, { most: 500 })
    writeFileSync(many.log, Array.from({ length: 700 }, (_, number) => `p${'x'.repeat(number)}: b\n`).join(''))
    assert.match((await many.sealed()).part, /\n\nIn no group, as there were too many: 200 lines\.\n$/)
  })

  test('tells nothing when rules know all lines', async (t) => {
    const reports = await Reports.in(t, { ignore: ['/./'] })
    writeFileSync(reports.log, 'a\nb\n')
    assert.deepEqual(await reports.sealed(), { part: '', said: [] })
  })

  test('with rules of logcheck leaves the lines that grep leaves', { skip: logcheck.missing }, async (t) => {
    const { folder } = logcheck
    const reports = await Reports.in(t, { rules: [folder], most: 500 })
    const text = syslogText(800)
    writeFileSync(reports.log, '')
    assert.deepEqual(await reports.sealed(), { part: '', said: [] })
    writeFileSync(reports.log, text)
    const written = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    // RE2 runs no back references; the three rules that have them are named.
    const patterns = written.filter((each) => each.trim() !== '' && !each.startsWith('#') && !each.includes('\\1'))
    const left = grep(['-aEv', ...patterns.flatMap((pattern) => ['-e', pattern.trimEnd()])], text) ?? []
    const { part, said } = await reports.sealed()
    assert.ok(left.length > 200 && left.length < 600, `${left.length} lines are left`)
    assert.ok(part.startsWith(`${left.length.toLocaleString('en')} lines of /log from `), part.slice(0, 100))
    const shown = part.split('\n').flatMap((each) => /^(?: {4}|1 x )(.*)$/.exec(each)?.[1] ?? [])
    assert.ok(shown.length > 10)
    assert.deepEqual(
      shown.filter((each) => !left.includes(each)),
      [],
    )
    assert.match(said.join(), /cannot be used and are left out: .*refers back to a group/)
  })

  test('is refused with the place of each rule that cannot be used', async (t) => {
    const reports = await Reports.in(t, { ignore: ['fine', { all: ['@x'] }], rules: ['/none/there'], filter: ['/(/'] })
    writeFileSync(reports.log, 'a\n')
    await assert.rejects(reports.sealed(), (error) => {
      assert.ok(error instanceof ActionNeeded)
      assert.match(error.message, /^unusual of .*: ignore\.1: all, 1: has an @ that begins no placeholder/)
      assert.match(error.message, /; filter\.0: is no regular expression/)
      assert.match(error.message, /; rules: \/none\/there: no such file or directory; correct rules$/)
      return true
    })
  })
})

suite('reports one after the other', () => {
  test('begin at the end of the log if they are told to, and then tell what is new', async (t) => {
    const reports = await Reports.in(t, { start: 'end' })
    writeFileSync(reports.log, 'old\n')
    assert.deepEqual(await reports.sealed(), { part: '', said: [] })
    appendFileSync(reports.log, 'new\nhalf a li')
    assert.match((await reports.sealed()).part, /^1 line of .*\n\n1 x new\n$/)
    appendFileSync(reports.log, 'ne\n')
    assert.match((await reports.sealed()).part, /^1 line of .*\n\n1 x half a line\n$/)
    assert.deepEqual(await reports.sealed(), { part: '', said: [] })
  })

  test('tell the same lines again, and those alone, if what they saved was never used', async (t) => {
    const reports = await Reports.in(t)
    writeFileSync(reports.log, 'a\n')
    await reports.sealed()
    appendFileSync(reports.log, 'b\n')
    const forgotten = await reports.forgotten()
    assert.match(forgotten.part, /\n1 x b\n$/)
    rotate(reports.log)
    assert.deepEqual(await reports.sealed(), forgotten)
    assert.equal((await reports.sealed()).part, '')
  })

  test('move nothing when they are only shown', async (t) => {
    const reports = await Reports.in(t)
    writeFileSync(reports.log, 'a\n')
    await reports.sealed()
    appendFileSync(reports.log, 'b\n')
    const before = readdirSync(reports.folder).map((name) => [name, readFileSync(join(reports.folder, name), 'utf8')])
    const shown = await reports.dry()
    assert.match(shown.part, /\n1 x b\n$/)
    assert.deepEqual(
      readdirSync(reports.folder).map((name) => [name, readFileSync(join(reports.folder, name), 'utf8')]),
      before,
    )
    assert.deepEqual(await reports.sealed(), shown)
  })

  test('tell what is lost for good: which file, from where, how much and why', async (t) => {
    const reports = await Reports.in(t, { ignore: ['/./'] })
    writeFileSync(reports.log, 'a\nb\n')
    await reports.sealed()
    appendFileSync(reports.log, 'c\n')
    rmSync(reports.log)
    writeFileSync(reports.log, 'd\n')
    assert.deepEqual((await reports.sealed()).part.split('\n'), [
      'No line of /log is unusual (of 1 line), but pieces of it are lost',
      'Lost: nobody knows how many bytes of /log, from byte 4 on: it was removed or rewritten while nobody looked, and neither the file nor any copy contains the bytes before',
      '',
    ])
  })

  test('tell a log from its beginning, and say so, if their position cannot be read', async (t) => {
    const reports = await Reports.in(t)
    writeFileSync(reports.log, 'a\n')
    await reports.sealed()
    const position = readFileSync(reports.state, 'utf8')
    for (const damaged of [
      '',
      '{',
      position.replace('"version":1', '"version":2'),
      position.replace('"files"', '"f"'),
    ]) {
      writeFileSync(reports.state, damaged)
      const { part, said } = await reports.forgotten()
      assert.match(part, /\n1 x a\n$/, damaged)
      assert.match(
        said.join(),
        /^unusual: where the last report on \/log ended cannot be read from \/state: it is damaged/,
      )
    }
  })

  test('say what a reader should know: lines that were cut, and holes', async (t) => {
    const reports = await Reports.in(t)
    writeFileSync(reports.log, 'a\n')
    truncateSync(reports.log, 1000)
    appendFileSync(reports.log, 'b\n')
    assert.match((await reports.sealed()).said.join(), /the NUL bytes before byte 1000 of \/log were skipped/)
  })
})

test('a section in its own process writes its part, and where the next one begins', async (t) => {
  const reports = await Reports.in(t)
  const config = join(reports.folder, 'spoor.yml')
  writeFileSync(reports.log, 'known\nunknown\n')
  writeFileSync(
    config,
    `mail_reports:
  - name: morning
    mail: { from: spoor@example.com, to: anna@example.com }
    sections:
      - unusual: { log: ${reports.log}, ignore: known, start: beginning }
`,
    { mode: 0o600 },
  )
  const [section] = (await loadConfig(config)).config.mailReports[0]?.sections ?? []
  const order = { config, report: 'morning', section: section?.id, state: reports.state, next: `${reports.state}.next` }
  const input = JSON.stringify({ ...order, host: 'web1.example.com', now: 0 })
  const { code, stdout, stderr } = await startAgent(['report-section'], { input }).exited
  assert.deepEqual([code, stderr], [0, ''])
  assert.deepEqual(stdout.split('\n'), [
    '{"media":"text/plain; charset=utf-8"}',
    `1 line of ${reports.log}, in 1 group, that no rule knows (of 2 lines)`,
    '',
    '1 x unknown',
    '',
  ])
  assert.match(readFileSync(order.next, 'utf8'), /^\{"version":1,"checkpoint":\{"files":\[\{"inode":/)
})
