import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { needlesOf, scanLines } from '../../../agent/follow/scan/lines.ts'
import { ownDriverOf, saidOf } from '../../support/own-driver-file.ts'

const LOGIN = `
path: /var/log/shop.log
patterns:
  - pattern:
      - 'shop: wrong password of (?P<mailbox_address>[^ ]+) from (?P<ip>[^ ]+)$'
      - 'shop: (?P<mailbox_address>\\w+)/(?P<ip>[^ ]+) failed (?P<attempts>[^ ]+) times$'
    kind: login_failed
    context: domain
`

const LINE = `
path: /var/log/shop.log
patterns:
  - name: paid
    kind: log_line
    pattern: 'shop: (?P<who>.*) paid(?P<what> .*)?'
`

const TIME = Date.UTC(2026, 10, 28, 7, 1, 2) / 1000

suite('an own driver', () => {
  test('says what the named groups of the first expression that fits hold, and null for all else', async (t) => {
    const { driver } = await ownDriverOf(t, LOGIN)
    assert.deepEqual(saidOf(driver, 'Nov 28 07:01:02 web1 shop: wrong password of anna from ::ffff:192.0.2.10'), [
      {
        type: 'login_failed',
        time: TIME,
        context: 'domain',
        ip: '192.0.2.10',
        mailbox_address: 'anna',
        login_fault: null,
        attempts: null,
        service: null,
      },
    ])
    const [event] = saidOf(driver, 'Nov 28 07:01:02 web1 shop: anna/2001:db8::1 failed 3 times')
    assert.deepEqual(event, {
      type: 'login_failed',
      time: TIME,
      context: 'domain',
      ip: '2001:db8::1',
      mailbox_address: 'anna',
      login_fault: null,
      attempts: 3,
      service: null,
    })
  })

  test('recognises no line whose groups cannot be their fields, or whose time is none', async (t) => {
    const { driver } = await ownDriverOf(t, LOGIN)
    for (const rest of [
      'wrong password of anna from nowhere',
      'wrong password of <anna> from 192.0.2.1',
      'anna/192.0.2.1 failed many times',
    ])
      assert.equal(saidOf(driver, `Nov 28 07:01:02 web1 shop: ${rest}`), 'unrecognised', rest)
    assert.equal(saidOf(driver, 'Nov 31 07:01:02 web1 shop: anna/192.0.2.1 failed 3 times'), 'unrecognised')
    assert.equal(saidOf(driver, 'Nov 28 07:01:02 web1 shop: opened'), 'uninteresting')
  })

  test('bounds what a log_line holds, and writes no control character', async (t) => {
    const { driver } = await ownDriverOf(t, LINE)
    const [event] = saidOf(driver, `Nov 28 07:01:02 web1 shop: ${'x'.repeat(199)}\u{1f600}\u001b[31m paid`)
    assert.ok(typeof event === 'object' && event.type === 'log_line')
    assert.equal(event.log_driver, 'shop')
    assert.equal(event.line_pattern, 'paid')
    assert.equal(event.line_values, `{"who":"${'x'.repeat(199)}\ufffd"}`)
    const [short] = saidOf(driver, 'Nov 28 07:01:02 web1 shop: a\u001b[31m" paid 7')
    assert.ok(typeof short === 'object' && short.type === 'log_line')
    assert.equal(short.line_values, '{"who":"a?[31m\\"","what":" 7"}')
  })

  test('seals a log_line only if it says that it sends it, whatever commands show', async (t) => {
    const line = 'Nov 28 07:01:02 web1 shop: anna paid'
    const kept = await ownDriverOf(t, LINE)
    const reads = kept.followers[0]?.driver
    assert.ok(reads !== undefined)
    assert.deepEqual(reads.kinds, [])
    assert.deepEqual(saidOf(reads, line), [])
    assert.equal(saidOf(kept.driver, line).length, 1)
    const sent = (await ownDriverOf(t, `${LINE}send: true`)).followers[0]?.driver
    assert.ok(sent !== undefined)
    assert.deepEqual(sent.kinds, ['log_line'])
    assert.equal(saidOf(sent, line).length, 1)
  })

  test('ships each line, at most its beginning, if it is to, at the time that it tells or else that of reading', async (t) => {
    const { driver } = await ownDriverOf(t, 'path: /var/log/shop.log\nlines: all\nsend: true\ntime: iso')
    const [event] = saidOf(driver, `2026-11-28 07:01:02 ${'x'.repeat(5000)}`)
    assert.ok(typeof event === 'object' && event.type === 'log_line')
    assert.equal(event.time, TIME)
    assert.equal(event.line_text?.length, 2048)
    const [other] = saidOf(driver, '  at shop.js:7', { now: 1234 })
    assert.ok(typeof other === 'object')
    assert.equal(other.time, 1234)
    assert.equal(saidOf(driver, ''), 'uninteresting')
  })

  test('finds the needles of its expressions itself, and looks at each line where one has no fixed text', async (t) => {
    const { driver, slow } = await ownDriverOf(t, LOGIN)
    assert.deepEqual(slow, [])
    const chunk = Buffer.from('shop: opened\nNov 28 07:01:02 web1 shop: anna/192.0.2.1 failed 3 times\nshop: x\n')
    const lines: string[] = []
    scanLines(chunk, needlesOf(driver.needles), (start, end) => lines.push(chunk.toString('utf8', start, end)) > 0)
    assert.deepEqual(lines, ['Nov 28 07:01:02 web1 shop: anna/192.0.2.1 failed 3 times'])
    const anywhere = await ownDriverOf(t, `${LOGIN}  - { pattern: '(?i)locked out', kind: log_line }`)
    assert.equal(anywhere.driver.needles, 'every line')
    assert.deepEqual(anywhere.slow, ['(?i)locked out'])
    const named = await ownDriverOf(t, `${LOGIN}needles: [password of, failed]`)
    assert.deepEqual(named.driver.needles, ['passwor', 'failed'])
  })

  test('takes a bounded time for hostile lines of 64 KiB: patterns see the first 16,384 characters', async (t) => {
    const { driver } = await ownDriverOf(
      t,
      `
path: /var/log/shop.log
time: none
patterns:
  - { name: nested, kind: log_line, pattern: 'aaa(?P<a>(a+)+)$' }
  - { name: many, kind: log_line, pattern: 'bbb(?P<a>.*)b(?P<b>.*)b(?P<c>.*)c$' }
`,
    )
    assert.equal(saidOf(driver, `aaa${'a'.repeat(65_536)}x`).length, 1)
    assert.equal(saidOf(driver, `${'b'.repeat(65_536)}c`), 'uninteresting')
    assert.equal(saidOf(driver, `${'b'.repeat(10_000)}c`).length, 1)
  })
})
