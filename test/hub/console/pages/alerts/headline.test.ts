import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertsHeadline } from '../../../../../hub/console/pages/alerts/headline.ts'
import type { ShownChannel } from '../../../../../hub/contract/alert-contract.ts'

function channel(name: string, fields: Partial<ShownChannel> = {}): ShownChannel {
  const counts = { waiting: 0, failing: 0, held: 0, delivered: 0, failed: 0 }
  const last = { last_delivered: null, last_failure: null }
  return { name, kind: 'mail', recipients: ['duty@example.com'], per_hour: 20, ...counts, ...last, ...fields }
}

test('the headline says what did not arrive before all else, and where', () => {
  const [staff, tickets] = ['staff', 'tickets']
  const sentences: readonly (readonly [channels: readonly ShownChannel[], delivered: number, sentence: string])[] = [
    [[], 0, 'No channel is configured: nobody is told anything.'],
    [[channel(staff)], 0, 'Nothing had to be told in the last day.'],
    [[channel(staff, { delivered: 1 })], 1, 'Everything was delivered. One message in the last day.'],
    [
      [channel(staff, { delivered: 3 }), channel(tickets, { delivered: 3 })],
      3,
      'Everything was delivered. Three messages in the last day.',
    ],
    [[channel(staff, { delivered: 3, waiting: 2 })], 3, 'Two messages are on the way.'],
    [
      [channel(staff, { delivered: 3 }), channel(tickets, { failed: 2 })],
      3,
      'Two messages could not be delivered to tickets.',
    ],
    [
      [channel(staff, { waiting: 1, failing: 1 }), channel(tickets, { failed: 1 })],
      3,
      'One message could not be delivered to tickets. One message for staff was tried and waits for the next try.',
    ],
  ]
  for (const [channels, delivered, sentence] of sentences)
    assert.equal(alertsHeadline({ channels, delivered }), sentence)
})
