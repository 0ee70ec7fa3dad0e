import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { KINDS } from '../../../lib/event/catalogue.ts'
import { type Entry, keysOf, project, toEntry } from '../../../lib/event/entry.ts'
import type { Event } from '../../../lib/event/event.ts'
import { eventOf } from '../../support/events.ts'

const PLACE = { log: '/logs/login_log', generation: 'g', offset: 7 }

function entryOf(event: Event): Entry {
  return toEntry(event, { id: 'x1', host: 'host.example.net', place: PLACE })
}

function sent(event: Event, asked?: readonly string[]): string {
  return JSON.stringify(project(entryOf(event), asked))
}

suite('a receiver gets the keys that App::Spoor sent, in its order, and the id', () => {
  test('for a login', () => {
    assert.equal(
      sent(eventOf('login', { ip: '192.0.2.10' })),
      '{"type":"login","time":1537372956,"ip":"192.0.2.10","mailbox_address":"anna@example.com","context":"mailbox","host":"host.example.net","id":"x1"}',
    )
  })

  test('for a new forward: its recipient but not its type', () => {
    const forward = { forward_recipient: 'to@example.net', forward_type: 'email' } as const
    assert.equal(
      sent(eventOf('forward_added_partial_recipient', forward)),
      '{"type":"forward_added_partial_recipient","time":1537372956,"mailbox_address":"anna@example.com","forward_recipient":"to@example.net","context":"mailbox","host":"host.example.net","id":"x1"}',
    )
  })

  test('for a removed forward, with null for what the log does not tell', () => {
    assert.equal(
      sent(eventOf('forward_removed', { forward_recipient: 'to@example.net' })),
      '{"type":"forward_removed","time":1537372956,"mailbox_address":"anna@example.com","forward_recipient":"to@example.net","ip":null,"context":"mailbox","host":"host.example.net","id":"x1"}',
    )
  })

  test('for its second partial event and for login attempts, the keys of a login', () => {
    for (const kind of [
      'forward_added_partial_ip',
      'forward_removed_partial_ip',
      'login_failed',
      'login_deferred',
    ] as const) {
      assert.equal(
        sent(eventOf(kind)),
        `{"type":"${kind}","time":1537372956,"ip":null,"mailbox_address":"anna@example.com","context":"mailbox","host":"host.example.net","id":"x1"}`,
      )
    }
  })
})

test('a gap has keys of its own', () => {
  assert.equal(
    sent(eventOf('log_gap', { log: '/log', offset: 9, cause: 'missing' })),
    '{"type":"log_gap","time":1537372956,"log":"/log","offset":9,"bytes":null,"cause":"missing","context":"system","host":"host.example.net","id":"x1"}',
  )
})

test('a receiver that asks for more fields gets them last, in the order of the catalogue', () => {
  const event = eventOf('forward_removed', { service: 'webmail', forward_type: 'pipe' })
  const asked = ['offset', 'severity', 'log', 'service', 'generation', 'forward_type', 'id', 'password', 'constructor']
  assert.deepEqual(Object.entries(project(entryOf(event), asked)).slice(7), [
    ['id', 'x1'],
    ['forward_type', 'pipe'],
    ['severity', 'low'],
    ['service', 'webmail'],
    ['log', '/logs/login_log'],
    ['generation', 'g'],
    ['offset', 7],
  ])
  assert.ok(sent(event, ['severity']).endsWith(',"id":"x1","severity":"low"}'))
})

test('the place of a gap is sent once, as fields of its own', () => {
  const gap = eventOf('log_gap', { log: '/log.1', offset: 9 })
  const asked = ['log', 'offset', 'severity']
  assert.deepEqual(Object.keys(project(entryOf(gap), asked)).slice(-3), ['host', 'id', 'severity'])
  assert.equal(entryOf(gap)['log'], '/log.1')
})

test('an entry sealed before newer fields existed is sent as sealed, with null for the newer fields', () => {
  for (const kind of KINDS) {
    const old = project(entryOf(eventOf(kind)))
    assert.equal(JSON.stringify(project(old)), JSON.stringify(old))
    const whole = project(old, keysOf(kind).onRequest)
    assert.deepEqual(
      keysOf(kind).onRequest.map((key) => whole[key]),
      keysOf(kind).onRequest.map(() => null),
    )
  }
})

test('for a kind sealed by another version a receiver gets the fields that this one knows', () => {
  const entry = { type: 'from_the_future', time: 1, ip: '192.0.2.1', subject: 'secret', id: 'x1', severity: 'high' }
  assert.deepEqual(Object.entries(project(entry)), [
    ['type', 'from_the_future'],
    ['time', 1],
    ['ip', '192.0.2.1'],
    ['id', 'x1'],
  ])
  assert.equal(project(entry, ['severity'])['severity'], 'high')
})
