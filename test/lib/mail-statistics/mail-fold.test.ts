import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { foldedMail, testFold } from '../../support/folded-mail.ts'

const ID = '1xX8c2-000014-03'
const LATER = '1xX8c3-0000000001E-1Dab'

function at(time: string, text: string, id = ID): string {
  return `2026-11-28 ${time} ${id} ${text}`
}

/** As Exim 4.96 with cPanel's selectors wrote them. */
const REAL = [
  `2026-11-28 02:56:30 [66] ${ID} <= info@shop1.example H=(c.example) [127.0.0.1] P=esmtp S=1222 id=m0@c.example T="hi 0" for u1@shop1.example fwd@shop1.example later@shop1.example`,
  `2026-11-28 02:56:30 [73] 1xX8c2-00001B-2A <= info@shop1.example H=(c.example) [127.0.0.1] P=esmtpa A=plain_server:info@shop1.example S=3223 id=m2@c.example T="hi 2" for u1@shop1.example`,
  `2026-11-28 02:56:30 [67] ${ID} == later@shop1.example R=defer defer (-1): later`,
  `2026-11-28 02:56:30 [67] ${ID} => u1 <fwd@shop1.example> R=local T=mdir`,
  `2026-11-28 02:56:32 [79] 1xX8c3-00001E-1D ** bad@shop1.example R=bad: no such user`,
  '2026-11-28 02:56:32 [88] 1xX8c4-00001Q-1v <= <> R=1xX8c3-00001E-1D U=Debian-exim P=local S=1366 T="Mail delivery failed: returning message to sender" for a@c.example',
  '2026-11-28 02:56:32 [93] 1xX8c4-00001Q-1v ** a@c.example: Unrouteable address',
  '2026-11-28 02:56:32 [93] 1xX8c4-00001Q-1v Frozen (delivery error message)',
  '2026-11-28 02:56:31 [80] plain_server authenticator failed for ([127.0.0.1]) [127.0.0.1]: 535 Incorrect authentication data (set_id=info@shop1.example)',
]

const NOTHING = {
  messages: 0,
  recipients: 0,
  bytes: 0,
  delivered: 0,
  deliveries: 0,
  delivered_bytes: 0,
  deferrals: 0,
  deferred: 0,
  failures: 0,
  failed: 0,
}

suite('the fold of the main log', () => {
  test('counts messages, recipients, bytes and what becomes of them, for the host and by whom', () => {
    const { total, by } = foldedMail(REAL)
    assert.deepEqual(total, {
      ...NOTHING,
      messages: 3,
      recipients: 5,
      bytes: 5811,
      delivered: 1,
      deliveries: 1,
      delivered_bytes: 1222,
      deferrals: 1,
      deferred: 1,
      failures: 2,
      failed: 1,
    })
    assert.deepEqual(by['mailbox'], {
      'info@shop1.example': { ...NOTHING, messages: 1, recipients: 1, bytes: 3223 },
    })
    assert.deepEqual(Object.keys(by['sender'] ?? {}), ['info@shop1.example', '<>'])
    assert.deepEqual(Object.keys(by['account'] ?? {}), ['shop1'])
  })

  test('reads ids of 16 and 23 characters, process numbers, milliseconds and offsets', () => {
    for (const head of ['', '[66] '])
      for (const stamp of ['02:56:30', '02:56:30.123', '02:56:30 +0100', '02:56:30.123 -0530'])
        for (const id of [ID, LATER]) {
          const line = `2026-11-28 ${stamp} ${head}${id} <= a@b.example P=esmtp S=7 for c@d.example`
          const { total } = foldedMail([line, `2026-11-28 ${stamp} ${head}${id} => c@d.example R=r T=t`])
          assert.equal(total.messages + total.bytes + total.recipients + total.delivered_bytes, 16, line)
        }
  })

  test('counts each in the local hour of its line, whatever the order', () => {
    const fold = testFold({ zone: 'Europe/Berlin' })
    const lines = [
      at('23:59:59', '<= a@shop1.example P=esmtp S=1'),
      '2026-11-29 00:00:00 1xX8c2-000015-03 <= a@shop1.example P=esmtp S=2',
      at('23:59:58', '== a@b.example R=r defer (-1): later'),
      '2026-11-29 00:01:00 1xX8c2-000016-03 <= a@shop1.example P=esmtp S=4',
    ]
    const closed = fold.take(Buffer.from(`${lines.join('\n')}\n`))
    const [evening, midnight] = [Date.UTC(2026, 10, 28, 22) / 1000, Date.UTC(2026, 10, 28, 23) / 1000]
    assert.deepEqual(
      closed.map(({ unit, start, total }) => [unit, start, total]),
      [['hour', evening, [1, 0, 1, 0, 0, 0, 1, 1]]],
    )
    assert.deepEqual(
      fold.open().map(({ unit, start, day, total }) => [unit, start, day, total]),
      [['hour', midnight, midnight, [2, 0, 6]]],
    )
  })

  test('counts only what comes from a time on, and knows the messages before', () => {
    const lines = [
      at('10:00:58', '<= a@shop1.example P=esmtpa A=l:a@shop1.example S=100'),
      at('10:00:59', '=> x@y.example R=r T=t'),
      at('10:01:00', '=> z@y.example R=r T=t'),
    ]
    const since = Date.UTC(2026, 10, 28, 10, 0, 59) / 1000
    assert.equal(foldedMail(lines, { since }).total.delivered, 2)
    const { total, by } = foldedMail(lines, { since: since + 1 })
    assert.deepEqual(total, { ...NOTHING, delivered: 1, deliveries: 1, delivered_bytes: 100 })
    assert.deepEqual(by['mailbox']?.['a@shop1.example'], total)
  })

  test('a clock that is wrong for a line makes no later line uncounted', () => {
    const lines = [
      at('10:00:00', '<= a@shop1.example P=esmtp S=1'),
      '9998-11-28 10:00:00 1xX8c2-000015-03 <= a@shop1.example P=esmtp S=1',
      ...[11, 12, 13, 14].map((hour) => at(`${hour}:00:00`, '<= a@shop1.example P=esmtp S=1', `1xX8c2-0000${hour}-03`)),
    ]
    assert.equal(foldedMail(lines).total.messages, 6)
    assert.ok(testFold().take(Buffer.from(lines.join('\n'))).length > 1)
  })

  test('leaves out mail that cPanel sends to itself, also where it goes', () => {
    const { total } = foldedMail([
      at(
        '10:00:00',
        '<= a@b.example H=x [127.0.0.1] P=esmtpa A=dovecot_plain:__cpanel__service__auth__icontact__x S=5',
      ),
      at('10:00:01', '=> x@y.example R=r T=t'),
    ])
    assert.deepEqual(total, NOTHING)
  })

  test('names the folder of a script, by process number or by whose home it is, once', () => {
    const call = (folder: string): string => `cwd=${folder} 3 args: /usr/sbin/sendmail -t -i`
    const arrival = '<= a@b.example U=shop1 P=local S=5 T="x" for y@z.example'
    const ids = [1, 2, 3].map((number) => `1xX8c2-00001${number}-03`)
    const withPid = foldedMail([
      `2026-11-28 10:00:00 [5] ${call('/home/shop1/public_html/blog')}`,
      `2026-11-28 10:00:00 [6] ${call('/home/shop1/public_html/shop')}`,
      `2026-11-28 10:00:00 [6] ${ids[0]} ${arrival}`,
      `2026-11-28 10:00:00 [5] ${ids[1]} ${arrival}`,
      `2026-11-28 10:00:00 [5] ${ids[2]} ${arrival}`,
    ])
    assert.deepEqual(Object.keys(withPid.by['script'] ?? {}), [
      '/home/shop1/public_html/shop',
      '/home/shop1/public_html/blog',
    ])
    assert.equal(withPid.by['account']?.['shop1']?.messages, 3)
    const without = foldedMail([
      `2026-11-28 10:00:00 ${call('/home2/shop1/a 1 args: b')}`,
      `2026-11-28 10:00:00 ${call('/var/spool/exim')}`,
      `2026-11-28 10:00:00 ${ids[0]} ${arrival}`,
      `2026-11-28 10:00:00 ${ids[1]} ${arrival.replace('shop1', 'nobody')}`,
    ])
    assert.deepEqual(Object.keys(without.by['script'] ?? {}), ['/home2/shop1/a'])
    assert.equal(without.by['account']?.['nobody'], undefined)
    const ofNobody = [
      `2026-11-28 10:00:00 [5] ${call('/home/shop1/public_html')}`,
      `2026-11-28 10:00:00 [5] ${ids[0]} ${arrival.replace('shop1', 'nobody')}`,
    ]
    for (const by of [['account'], ['account', 'script']] as const)
      assert.equal(foldedMail(ofNobody, { by }).by['account']?.['shop1']?.messages, 1)
  })

  test('forgets the oldest message where there are too many, and counts it for the host alone', () => {
    const ids = [1, 2, 3].map((number) => `1xX8c2-00001${number}-03`)
    const lines = ids.map((id) => at('10:00:00', '<= a@b.example P=esmtpa A=l:a@b.example S=5', id))
    const deliveries = ids.map((id) => at('10:00:01', '=> x@y.example R=r T=t', id))
    const { total, by } = foldedMail([...lines, ...deliveries], { mostMessages: 2 })
    assert.deepEqual([total.delivered, total.delivered_bytes], [3, 10])
    assert.equal(by['mailbox']?.['a@b.example']?.delivered, 2)
  })

  test('keeps 10,000 keys of a table, 8,000 of strangers, and one for all others', () => {
    const lines = Array.from({ length: 11_000 }, (_, number) =>
      at('10:00:00', `<= a${number}@b.example P=esmtp S=1`, `1xX8c2-${String(number).padStart(6, '0')}-03`),
    )
    const own = lines.map((line, number) => line.replace('P=esmtp', `P=esmtpa A=l:u${number}@b.example`))
    const { by, total } = foldedMail([...lines, ...own], { by: ['sender', 'mailbox'] })
    assert.equal(total.messages, 22_000)
    assert.equal(Object.keys(by['mailbox'] ?? {}).length, 10_001)
    assert.equal(by['mailbox']?.['(other)']?.messages, 1000)
    assert.equal(by['sender']?.['(other)']?.messages, 3000 + 3000 - 1999)
  })

  test('says how many lines are of no such log', () => {
    const fold = testFold()
    const strange = ['', 'x', 'Nov 28 10:00:00 web1 exim: x', '2026-13-28 10:00:00 1xX8c2-000014-03 <= a@b P=local S=1']
    fold.take(Buffer.from(`${[...strange, ...REAL].join('\n')}\n`))
    assert.deepEqual([fold.lines, fold.unrecognised], [strange.length + REAL.length, 4])
  })
})
