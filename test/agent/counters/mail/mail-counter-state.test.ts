import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { CountedNews } from '../../../../agent/counters/counter.ts'
import type { MailCounter } from '../../../../agent/counters/mail/mail-counter.ts'
import { eximMessage } from '../../../support/exim-log.ts'
import { BYTES, DOVECOT, EXIM, TEN, block, counting, sent } from '../../../support/mail-counting.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

const LOGS = [EXIM, DOVECOT, BYTES] as const

const EVERYTHING = { send: ['accounts', 'senders', 'bandwidth'], rows: 3 } as const

const lines = fc.array(
  fc.oneof(
    fc.nat(60).chain((number) => fc.constantFrom(...eximMessage(number * 7001, { idLength: 23, hasPid: true }))),
    fc.tuple(fc.nat(23), fc.nat(9)).map(([hour, shop]) => {
      return sent(`${String(hour).padStart(2, '0')}:00:00`, hour, `a@shop${shop}.example`)
    }),
    fc.tuple(fc.nat(4), fc.nat(1000)).map(([day, bytes]) => `${TEN + day * 86_400} ${bytes} .`),
    fc.constant('Nov 26 10:00:00 web1 dovecot[5]: imap(info@shop1.example)<1><a>: Disconnected: Logged out in=1 out=2'),
    fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')),
  ),
  { maxLength: 12 },
)

/** What the host does with a counter. */
const STEPS = fc.array(
  fc.oneof(
    fc.record({ log: fc.constantFrom(...LOGS), lines }),
    fc.record({ ended: fc.constantFrom(...LOGS), after: fc.nat(7200) }),
    fc.record({ news: fc.nat(4000) }),
  ),
  { maxLength: 20 },
)

type Step = typeof STEPS extends fc.Arbitrary<(infer S)[]> ? S : never

/** One step at a time; blocks are cut into pieces of so many lines. */
function done(counter: MailCounter, step: Step, now: number, piece: number): CountedNews | undefined {
  if ('news' in step) return counter.news(now)
  if ('ended' in step) counter.ended(step.ended, now)
  else
    for (let at = 0; at < step.lines.length; at += piece)
      counter.take(step.log, block(...step.lines.slice(at, at + piece)), now)
  return undefined
}

test('the same lines and clock give the same news, in any blocks, saved and read back at any time', async (t) => {
  const { counter } = counting(await temporaryFolder(t))
  fc.assert(
    fc.property(STEPS, fc.integer({ min: 1, max: 5 }), (steps, piece) => {
      const whole = counter(EVERYTHING)
      let saved = counter(EVERYTHING)
      let now = TEN
      for (const step of steps) {
        now += 'news' in step ? step.news : 'ended' in step ? step.after : 0
        const news = done(whole, step, now, Infinity)
        assert.deepEqual(done(saved, step, now, piece), news)
        saved = counter(EVERYTHING, JSON.parse(JSON.stringify(saved.saved())))
        assert.equal(JSON.stringify(saved.saved()), JSON.stringify(whole.saved()))
      }
    }),
    { numRuns: 150 },
  )
})

test('the last revision of each hour holds all its messages, whatever came late', async (t) => {
  const { counter } = counting(await temporaryFolder(t))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(9), fc.boolean()), { maxLength: 60 }), (messages) => {
      const one = counter({ rows: 100 })
      const latest = new Map<number, CountedNews['totals'][number]>()
      const note = ({ totals }: CountedNews): void => {
        for (const each of totals) {
          assert.ok(each.revision > (latest.get(each.start)?.revision ?? 0))
          latest.set(each.start, each)
        }
      }
      let now = TEN
      for (const [index, [hour, shop, isTold]] of messages.entries()) {
        one.take(EXIM, block(sent(`1${hour}:30:00`, index, `a@shop${shop}.example`)), now)
        if (!isTold) continue
        now += 200
        note(one.news(now))
      }
      note(one.news(now + 300))
      const counted = [...latest.values()].reduce((sum, { rows: [whole] }) => sum + Number(whole?.[1]), 0)
      assert.equal(counted, messages.length)
      for (const { rows } of latest.values())
        assert.equal(
          rows.slice(1).reduce((sum, [, number = 0]) => sum + number, 0),
          rows[0]?.[1],
        )
    }),
  )
})

test('a state that is damaged, or of another version, is as none', async (t) => {
  const { counter } = counting(await temporaryFolder(t))
  const fresh = JSON.stringify(counter(EVERYTHING).saved())
  for (const damaged of [undefined, null, 1, { version: 2 }, { version: 1, mail: 1, bandwidth: { fold: 1 } }])
    assert.equal(JSON.stringify(counter(EVERYTHING, damaged).saved()), fresh)
})

test('the state of 10,000 accounts, with their mail of two hours and their bytes of a day, is at most 1 MiB', async (t) => {
  const { counter } = counting(await temporaryFolder(t), 10_000)
  const shops = Array.from({ length: 10_000 }, (_, number) => number)
  const lengths = (['accounts', 'senders', 'bandwidth'] as const).map((send) => {
    const one = counter({ send: [send] })
    for (const time of ['10:59:59', '11:00:30'])
      one.take(
        EXIM,
        block(
          ...shops.flatMap((shop) => {
            const line = sent(time, shop, `info@shop${shop}.example`, 10_000 + shop)
            const head = line.slice(0, line.indexOf(' <= '))
            return [line, `${head} => a@y.example R=r T=t H=x`, `${head} == b@y.example R=r T=t defer (-46): later`]
          }),
        ),
        TEN,
      )
    one.news(TEN)
    return JSON.stringify(one.saved()).length
  })
  const [accounts = 0, senders = 0, bandwidth = 0] = lengths
  assert.ok(
    accounts > 300_000 && Math.max(accounts, bandwidth) <= 1024 ** 2 && senders <= 1.25 * 1024 ** 2,
    String(lengths),
  )
  t.diagnostic(String(lengths))
})
