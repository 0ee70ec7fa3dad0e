import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { alertMessage } from '../../../agent/alerts/alert-message.ts'
import { Digest } from '../../../agent/alerts/digest.ts'
import { toldEvent } from '../../../agent/alerts/told-event.ts'
import { toEntry } from '../../../lib/event/entry.ts'
import type { Event } from '../../../lib/event/event.ts'
import { letter } from '../../../lib/notify/mail/letter.ts'
import type { Message } from '../../../lib/notify/message.ts'
import { payload } from '../../../lib/notify/webhook/payload.ts'
import { eventOf } from '../../support/events.ts'
import { hostile } from '../../support/hostile-text.ts'
import { exampleAlert, takeoverOf } from './alert-loop-scene.ts'

const HOST = 'web1.example.com'

function digestOf(events: Iterable<Event>): Digest {
  const digest = new Digest()
  let number = 0
  for (const event of events) {
    const place = { log: '/var/log/maillog', generation: 'g', offset: (number += 1) }
    digest.add(toldEvent(toEntry(event, { id: `event-${number}`, host: HOST, place })), HOST)
  }
  return digest
}

function messageOf(...events: readonly Event[]): Message {
  return alertMessage(digestOf(events).told, { alert: exampleAlert(), host: HOST, time: Date.UTC(2026, 10, 20) })
}

test('a message says what, whose, from where, when, how it was noticed, what to do, and why it came', () => {
  const { subject, text, importance } = messageOf(takeoverOf('victim@example.com'), eventOf('login_failed'))
  assert.equal(subject, `[spoor] ${HOST}: several mailboxes or addresses`)
  assert.equal(importance, 'high')
  for (const part of [
    /^CRITICAL on web1\.example\.com: Mailbox victim@example\.com /,
    /^Mailbox victim@example\.com: 1 event, critical: mailbox_takeover 1$/m,
    /^ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d .*UTC\)?, critical$/m,
    /noticed in \/var\/log\/maillog, byte 1; see: spoor-agent line event-1$/m,
    /^What to do now:\n {2}1\. .*\n {2}2\. .*\n {2}3\. .*$/m,
    /^You are told by the alert ops of spoor-agent on web1\.example\.com: all from severity high on; at once, /m,
    /^To change that: alerts\.ops in \/etc\/spoor\/spoor\.yml/m,
  ])
    assert.match(text, part)
})

test('messages about one mailbox are one thread with one subject, those about several another', () => {
  const [first, second] = [
    messageOf(takeoverOf('a@example.com')),
    messageOf(takeoverOf('a@example.com'), takeoverOf('a@example.com')),
  ]
  const [several, again] = [
    messageOf(takeoverOf('a@example.com'), takeoverOf('b@example.com')),
    messageOf(takeoverOf('c@example.com'), takeoverOf('b@example.com')),
  ]
  assert.deepEqual([first.thread, first.subject], [second.thread, second.subject])
  assert.notEqual(first.id, second.id)
  assert.deepEqual([several.thread, several.subject], [again.thread, again.subject])
  assert.notEqual(several.thread, first.thread)
  assert.equal(first.id, messageOf(takeoverOf('a@example.com')).id)
})

test('100,000 events of 30,000 mailboxes are one bounded message that counts each', () => {
  function* flood(): Generator<Event> {
    const event = eventOf('login_after_burst')
    for (let number = 0; number < 99_999; number += 1)
      yield { ...event, mailbox_address: `m${number % 30_000}@example.com` }
    yield takeoverOf('victim@example.com')
  }
  const digest = digestOf(flood())
  const { all, groups, others } = digest.told
  assert.deepEqual([all.count, all.kinds], [100_000, { login_after_burst: 99_999, mailbox_takeover: 1 }])
  assert.equal(groups.length, 50)
  assert.equal(groups[0]?.concerned.name, 'victim@example.com', 'a flood hides nothing that is worse')
  const told = groups.reduce((sum, { count }) => sum + count, 0)
  assert.equal(told + (others?.count ?? 0), 100_000)
  assert.ok(groups.every(({ events }) => events.length <= 6))
  const message = alertMessage(digest.told, { alert: exampleAlert(), host: HOST, time: 0 })
  assert.match(message.text, /^100000 events from /m)
  assert.ok(message.text.length < 60_000)
  assert.equal(JSON.parse(String(payload(message, 0, undefined).body)).data.count, 100_000, 'a webhook gets the counts')
})

test('nothing that a log says can steer who shows a message, or forge a line of it', () => {
  const check = (text: string): void => {
    const event = eventOf('login_after_burst', { mailbox_address: 'a@example.com' })
    const entry = { ...toEntry(event, { id: 'x', host: HOST, place: undefined }), mailbox_address: text, log: text }
    const digest = new Digest()
    digest.add(toldEvent({ ...entry, ip: text, parts: text, type: text, offset: 7 }), text)
    const message = alertMessage(digest.told, { alert: exampleAlert(), host: text, time: 0 })
    const raw = letter(message, { program: 'spoor-agent', from: 'spoor@example.com', to: ['anna@example.com'] })
    const lines = String(raw).split('\r\n')
    assert.ok(lines.every((line) => /^[ -~\t]*$/.test(line) && line.length <= 998))
    assert.equal(lines.filter((line) => line.startsWith('To: ')).length, 1)
    assert.doesNotMatch(message.text.replaceAll('\n', ''), /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u)
    assert.equal(message.text.match(/^You are told by the alert/gm)?.length, 1)
  }
  fc.assert(fc.property(hostile, check))
})
