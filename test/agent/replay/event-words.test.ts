import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsOf } from '../../../agent/replay/event-words.ts'
import { type Event, toEntry } from '../../../lib/event/event.ts'

const LINE = { time: 0, context: 'mailbox', mailbox_address: 'anna@example.com' } as const
const GAP = { type: 'log_gap', time: 0, context: 'system', log: '/log', offset: 7, cause: 'missing' } as const

function words(event: Event): string {
  return wordsOf(toEntry(event, 'host.example.net', 'id'))
}

test('each kind of event has words of its own', () => {
  for (const [type, expected] of [
    ['login', 'logged in'],
    ['login_failed', 'login failed'],
    ['login_deferred', 'login deferred'],
    ['forward_added_partial_ip', 'added a forward'],
    ['forward_removed_partial_ip', 'removed a forward'],
  ] as const) {
    assert.equal(words({ ...LINE, type }), expected)
  }
})

test('a forward leads to an address, or to what is reported in the place of one', () => {
  for (const [recipient, place] of [
    ['to@example.net', 'to@example.net'],
    ['|', 'a program'],
    [':blackhole:', 'nowhere'],
    [undefined, 'an unknown place'],
  ] as const) {
    const to = recipient === undefined ? {} : { forward_recipient: recipient }
    assert.equal(words({ ...LINE, type: 'forward_added_partial_recipient', ...to }), `added a forward to ${place}`)
    assert.equal(words({ ...LINE, type: 'forward_removed', ...to }), `removed the forward to ${place}`)
  }
})

test('a gap says where it is and how large, as far as that is known', () => {
  assert.equal(words(GAP), 'gap in /log from byte 7, bytes: unknown')
  assert.equal(words({ ...GAP, bytes: 9 }), 'gap in /log from byte 7, bytes: 9')
})
