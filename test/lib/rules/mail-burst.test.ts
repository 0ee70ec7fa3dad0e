import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../../lib/event/event.ts'
import { mailBurst } from '../../../lib/rules/mail-burst.ts'
import { concluded } from '../../support/concluded.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

function mail(time: number, recipients: number | null, { ip = '192.0.2.1', name = 'anna@example.com' } = {}): Event {
  return eventOf('mail_submitted', { time, ip, service: 'smtp', mailbox_address: name, recipients })
}

function bursts(...events: readonly Event[]): readonly Event[] {
  return concluded([mailBurst(RULE_NUMBERS)], events)
}

test('mail to many recipients is told with its sender, and the address that the last of it came from', () => {
  const events = [mail(3600, 2), mail(3601, 2, { ip: '198.51.100.1' }), mail(3602, 1, { ip: '203.0.113.1' })]
  const who = { context: 'mailbox', service: null, ip: '203.0.113.1', mailbox_address: 'anna@example.com' } as const
  const counts = { counted: 'recipients', count: 5, seconds: 3600 } as const
  assert.deepEqual(bursts(...events), [eventOf('mail_burst', { time: 3602, ...who, ...counts })])
  assert.deepEqual(bursts(...events.slice(1)), [])
})

test('mail whose recipients nobody counted, or that has none, counts as mail to one', () => {
  const five = [null, 0, null, 0, null].map((recipients, index) => mail(3600 + index, recipients))
  assert.equal(bursts(...five).length, 1)
  assert.equal(bursts(...five.slice(1)).length, 0)
})

test('each sender counts alone, in whatever case', () => {
  const named = (name: string) => mail(3600, 3, { name })
  assert.deepEqual(bursts(named('anna@example.com'), named('bob@example.com')), [])
  assert.equal(bursts(named('anna@example.com'), named('Anna@Example.com')).length, 1)
})

test('ten times as many is told again, and so is another burst later', () => {
  const times = [3600, 3601, 3602, 20_000]
  const told = bursts(...times.map((time, index) => mail(time, [5, 44, 1, 5][index] ?? 0)))
  assert.deepEqual(
    told.map((event) => event.type === 'mail_burst' && [event.time, event.count]),
    [
      [3600, 5],
      [3602, 50],
      [20_000, 5],
    ],
  )
})
