import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { EMPTY_MAIL_STATE, readMailState } from '../../../lib/mail-statistics/mail-state.ts'
import type { CountedPeriod } from '../../../lib/mail-statistics/open-periods.ts'
import { eximLog, eximMessage } from '../../support/exim-log.ts'
import { summedHours, testFold } from '../../support/folded-mail.ts'

const ID = '1xX8c2-000014-03'

function at(time: string, text: string, id = ID): string {
  return `2026-11-28 ${time} ${id} ${text}`
}

test('a saved state is read back as it is, and goes on as if nothing had been', () => {
  const log = Buffer.from(eximLog(3000, { idLength: 23, hasPid: true }))
  const whole = testFold()
  const closed = [...whole.take(log)]
  let fold = testFold()
  const closedInParts: CountedPeriod[] = []
  for (let start = 0; start < log.length;) {
    const end = log.indexOf('\n', start + 200_000) + 1 || log.length
    closedInParts.push(...fold.take(log.subarray(start, end)))
    fold = testFold({}, readMailState(JSON.parse(JSON.stringify(fold.state()))) ?? assert.fail('not read'))
    start = end
  }
  assert.deepEqual(JSON.stringify(fold.state()), JSON.stringify(whole.state()))
  assert.deepEqual(closedInParts, closed)
  assert.equal(summedHours([...closed, ...whole.open()]).total.messages, 3000)
})

test('the state of 10,000 accounts in an hour is at most 1 MiB', () => {
  const fold = testFold({ by: ['account'] })
  const lines = Array.from({ length: 20_000 }, (_, number) => {
    const id = `1xX8c2-${String(number).padStart(11, '0')}-0300`
    const time = number < 10_000 ? '10:59:59' : '11:00:30'
    const who = `info@shop${number % 10_000}.example`
    return [
      at(time, `<= ${who} P=esmtpa A=l:${who} S=${10_000 + number} T="x" for a@y.example b@y.example`, id),
      at(time, '=> a@y.example R=r T=t', id),
      at(time, '== b@y.example R=r T=t defer (-46): later', id),
    ].join('\n')
  })
  fold.take(Buffer.from(lines.join('\n')))
  const { length } = JSON.stringify(fold.state())
  assert.ok(length > 600_000 && length <= 1024 ** 2, String(length))
})

/** Lines that look like the log's, and others; the first bytes of some are anything. */
const LINES = fc.array(
  fc.oneof(
    fc.nat(60).chain((number) => fc.constantFrom(...eximMessage(number * 7001, { idLength: 16, hasPid: true }))),
    fc.nat(20).chain((number) => fc.constantFrom(...eximMessage(number, { idLength: 23, hasPid: false }))),
    fc.tuple(fc.nat(23), fc.string({ unit: 'binary' })).map(([hour, text]) => {
      return at(`${String(hour).padStart(2, '0')}:00:00`, text.replaceAll('\n', ' '))
    }),
    fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')),
  ),
  { maxLength: 60 },
)

test('the same lines give the same state and the same closed periods, in any batches, saved at any time', () => {
  fc.assert(
    fc.property(LINES, fc.array(fc.nat(8), { minLength: 1 }), (lines, batches) => {
      const whole = testFold({ mostMessages: 8 })
      const closed = [...whole.take(Buffer.from(lines.map((line) => `${line}\n`).join('')))]
      let fold = testFold({ mostMessages: 8 })
      const inBatches: CountedPeriod[] = []
      for (let [start, batch] = [0, 0]; start < lines.length; batch += 1) {
        const size = 1 + (batches[batch % batches.length] ?? 0)
        const some = lines.slice(start, start + size)
        inBatches.push(...fold.take(Buffer.from(some.map((line) => `${line}\n`).join(''))))
        const state: unknown = JSON.parse(JSON.stringify(fold.state()))
        fold = testFold({ mostMessages: 8 }, readMailState(state) ?? assert.fail(JSON.stringify(state)))
        start += size
      }
      assert.deepEqual(inBatches, closed)
      assert.equal(JSON.stringify(fold.state()), JSON.stringify(whole.state()))
    }),
    { numRuns: 100 },
  )
})

test('any bytes are counted as lines, and nothing else happens', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const fold = testFold()
      fold.take(Buffer.from(bytes))
      assert.ok(fold.unrecognised <= fold.lines)
      assert.notEqual(readMailState(JSON.parse(JSON.stringify(fold.state()))), undefined)
    }),
  )
})

test('a state of another version, or a damaged one, is not read', () => {
  assert.deepEqual(readMailState(EMPTY_MAIL_STATE), EMPTY_MAIL_STATE)
  const hour = { unit: 'hour', start: 0, day: 0, total: [1], tables: { sender: [['a@b.example', 1]] } }
  assert.notEqual(readMailState({ ...EMPTY_MAIL_STATE, hours: [hour] }), undefined)
  for (const damaged of [
    undefined,
    [],
    { ...EMPTY_MAIL_STATE, version: 2 },
    { ...EMPTY_MAIL_STATE, further: 1 },
    { ...EMPTY_MAIL_STATE, hours: [{ ...hour, total: [-1] }] },
    { ...EMPTY_MAIL_STATE, hours: [{ ...hour, tables: { sender: [['a', '1']] } }] },
    { ...EMPTY_MAIL_STATE, hours: [{ ...hour, tables: { sender: [['x'.repeat(1000), 1]] } }] },
    { ...EMPTY_MAIL_STATE, messages: [[ID, 1, 0, 0]] },
  ])
    assert.equal(readMailState(damaged), undefined)
})
