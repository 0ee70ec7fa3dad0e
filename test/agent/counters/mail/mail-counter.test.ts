import assert from 'node:assert/strict'
import { utimesSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import * as v from 'valibot'
import { totals } from '../../../../lib/totals/totals.ts'
import { BYTES, DOVECOT, EXIM, TEN, block, counting, sent, told } from '../../../support/mail-counting.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

suite('the counter of mail', () => {
  test('tells the open hour every five minutes if it changed, and once more when it is over', async (t) => {
    const counter = counting(await temporaryFolder(t)).counter()
    const news = (now: number): readonly unknown[] => told(counter.news(now))
    counter.take(EXIM, block(sent('10:00:01', 1, 'a@shop1.example')), TEN)
    assert.deepEqual(news(TEN + 5), [['mail', 0, 1, { '': 1, shop1: 1 }]])
    counter.take(EXIM, block(sent('10:00:02', 2, 'a@shop1.example'), sent('10:00:03', 3, 'a@shop2.example')), TEN)
    assert.deepEqual(news(TEN + 304), [])
    assert.deepEqual(news(TEN + 305), [['mail', 0, 2, { '': 3, shop1: 2, shop2: 1 }]])
    assert.deepEqual(news(TEN + 3000), [])
    counter.take(EXIM, block(sent('10:59:59', 4, 'a@shop2.example'), sent('11:00:59', 5, 'a@shop1.example')), TEN)
    assert.deepEqual(news(TEN + 3001), [])
    counter.take(EXIM, block(sent('11:01:00', 6, 'a@shop1.example')), TEN)
    assert.deepEqual(news(TEN + 3002), [['mail', 0, 3, { '': 4, shop1: 2, shop2: 2 }]])
    assert.deepEqual(news(TEN + 3300), [['mail', 1, 1, { '': 2, shop1: 2 }]])
  })

  test('ends an hour by the clock where no line comes, but not before the log was read to its end', async (t) => {
    const counter = counting(await temporaryFolder(t)).counter()
    counter.take(EXIM, block(sent('10:00:01', 1, 'a@shop1.example')), TEN)
    counter.news(TEN)
    counter.take(EXIM, block(sent('10:30:01', 2, 'a@shop1.example')), TEN)
    counter.ended(EXIM, TEN + 3659)
    assert.deepEqual(told(counter.news(TEN + 60)), [])
    counter.ended(EXIM, TEN + 3660)
    assert.deepEqual(told(counter.news(TEN + 61)), [['mail', 0, 2, { '': 2, shop1: 2 }]])
    counter.take(EXIM, block(sent('11:30:01', 3, 'a@shop1.example')), TEN)
    assert.deepEqual(told(counter.news(TEN + 360)), [['mail', 1, 1, { '': 1, shop1: 1 }]])
  })

  test('adds what comes late to the hour that it is of, and tells it with a higher revision', async (t) => {
    const counter = counting(await temporaryFolder(t)).counter()
    const lines = [
      sent('10:00:01', 1, 'a@shop1.example'),
      sent('11:30:00', 2, 'a@shop1.example'),
      sent('10:59:59', 3, 'a@shop2.example'),
      sent('11:30:00', 4, 'a@shop1.example'),
    ]
    counter.take(EXIM, block(...lines.slice(0, 2)), TEN)
    assert.deepEqual(told(counter.news(TEN)), [
      ['mail', 0, 1, { '': 1, shop1: 1 }],
      ['mail', 1, 1, { '': 1, shop1: 1 }],
    ])
    counter.take(EXIM, block(...lines.slice(2)), TEN)
    assert.deepEqual(told(counter.news(TEN + 299)), [])
    assert.deepEqual(told(counter.news(TEN + 300)), [
      ['mail', 0, 2, { '': 2, shop1: 1, shop2: 1 }],
      ['mail', 1, 2, { '': 2, shop1: 2 }],
    ])
  })

  test('gives the highest rows of their own, and sums up the others', async (t) => {
    const counter = counting(await temporaryFolder(t)).counter({ rows: 2 })
    const from = [1, 2, 2, 3, 3, 3, 4].map((shop, number) => sent('10:00:00', number, `a@shop${shop}.example`))
    const stranger = '2026-11-28 10:00:00 1xX8c2-00000000099-0300 <= a@b.example H=x [192.0.2.1] P=esmtp S=5'
    counter.take(EXIM, block(...from, stranger), TEN)
    const { totals: counted } = counter.news(TEN)
    assert.deepEqual(
      counted[0]?.rows.map(([key, messages]) => [key, messages]),
      [
        ['', 8],
        ['shop3', 3],
        ['shop2', 2],
        ['(other)', 2],
      ],
    )
    assert.ok(v.is(totals, { ...counted[0], id: 'x' }))
  })

  test('says no name of a mailbox unless senders are to be sent, and no account unless accounts are', async (t) => {
    const { counter } = counting(await temporaryFolder(t))
    const lines = block(sent('10:00:00', 1, 'anna@shop1.example'))
    const said = (send: Parameters<typeof counter>[0]): string => {
      const one = counter(send)
      one.take(EXIM, lines, TEN)
      const { totals: counted } = one.news(TEN)
      return counted.map(({ kind, rows }) => `${kind} ${rows.map(([key]) => key).join(' ')}`).join(' ')
    }
    assert.equal(said({ send: [] }), '')
    assert.equal(said({ send: ['accounts'] }), 'mail  shop1')
    assert.equal(said({ send: ['senders'] }), 'senders  anna@shop1.example')
    assert.equal(said({ send: ['accounts', 'senders'] }), 'mail  shop1 senders  anna@shop1.example')
    assert.doesNotMatch(JSON.stringify(counter({ send: ['accounts'] }).saved()), /anna/)
  })

  test('knows whose a domain is as soon as the list says it', async (t) => {
    const { counter: made, userDomains } = counting(await temporaryFolder(t), 1)
    const counter = made()
    counter.take(EXIM, block(sent('10:00:00', 1, 'a@shop1.example')), TEN)
    assert.deepEqual(told(counter.news(TEN)), [['mail', 0, 1, { '': 1 }]])
    writeFileSync(userDomains, 'shop1.example: anna\n')
    utimesSync(userDomains, TEN, TEN)
    counter.news(TEN + 1)
    counter.take(EXIM, block(sent('10:00:00', 2, 'a@shop1.example')), TEN)
    assert.deepEqual(told(counter.news(TEN + 300)), [['mail', 0, 2, { '': 2, anna: 1 }]])
  })

  test('tells bytes of the open day every hour, and when every log is behind it for an hour', async (t) => {
    const counter = counting(await temporaryFolder(t)).counter({ send: ['bandwidth'] })
    const midnight = TEN + 14 * 3600
    const request = (time: number, bytes: number): readonly string[] => [`${time} ${bytes} .`, `${time} 0 .`]
    counter.take(BYTES, block(...request(TEN, 5)), TEN)
    counter.ended(BYTES, TEN)
    assert.deepEqual(told(counter.news(TEN)), [['bandwidth', -10, 1, { '': 5, shop1: 5 }]])
    counter.take(BYTES, block(...request(TEN, 1), ...request(midnight, 2)), TEN)
    assert.deepEqual(told(counter.news(TEN + 3599)), [])
    assert.deepEqual(told(counter.news(TEN + 3600)), [
      ['bandwidth', -10, 2, { '': 6, shop1: 6 }],
      ['bandwidth', 14, 1, { '': 2, shop1: 2 }],
    ])
    counter.take(DOVECOT, block(), TEN)
    counter.ended(BYTES, midnight)
    counter.take(BYTES, block(...request(midnight - 1, 4)), midnight)
    counter.ended(BYTES, midnight)
    assert.deepEqual(told(counter.news(TEN + 3601)), [])
    assert.deepEqual(told(counter.news(midnight + 3660)).length, 1)
    counter.take(BYTES, block(...request(midnight - 1, 8)), midnight)
    counter.left(DOVECOT)
    counter.ended(BYTES, midnight)
    assert.deepEqual(told(counter.news(midnight + 3661)), [['bandwidth', -10, 4, { '': 18, shop1: 18 }]])
  })

  test('says how long a day is where the clocks change', async (t) => {
    const { userDomains } = counting(await temporaryFolder(t))
    const { MailCounter } = await import('../../../../agent/counters/mail/mail-counter.ts')
    const logs = { exim: [], dovecot: [], ftp: '', bytes: '' }
    const lengths = [
      [2026, 2, 28],
      [2026, 2, 29],
      [2026, 9, 25],
    ].map(([year = 0, month = 0, day = 0]) => {
      const counter = new MailCounter({ send: ['bandwidth'], rows: 1, logs }, { zone: 'Europe/Vienna', userDomains })
      const noon = Date.UTC(year, month, day, 12) / 1000
      counter.take(BYTES, block(`${noon} 1 .`), noon)
      return (counter.news(noon).totals[0]?.seconds ?? 0) / 3600
    })
    assert.deepEqual(lengths, [24, 23, 25])
  })
})
