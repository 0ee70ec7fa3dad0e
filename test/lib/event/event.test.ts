import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { KINDS, type LineEvent, type LineKind, reportedByDefault, toEntry } from '../../../lib/event/event.ts'

const LINE_KINDS = KINDS.filter((kind) => kind !== 'log_gap')

function event(type: LineKind, more: Partial<LineEvent> = {}): LineEvent {
  return { type, time: 1537372956, context: 'mailbox', mailbox_address: 'anna@example.com', ...more }
}

suite('an entry has the keys that App::Spoor sent, in its order, and the id', () => {
  test('login', () => {
    const entry = toEntry(event('login', { ip: '192.0.2.10' }), 'host.example.net', 'x1')
    assert.equal(
      JSON.stringify(entry),
      '{"type":"login","time":1537372956,"ip":"192.0.2.10","mailbox_address":"anna@example.com","context":"mailbox","host":"host.example.net","id":"x1"}',
    )
  })

  test('forward_added_partial_recipient, which has no ip and keeps the type of the forward to itself', () => {
    const more = { forward_recipient: 'to@example.net', forward_type: 'email', ip: '192.0.2.10' } as const
    assert.equal(
      JSON.stringify(toEntry(event('forward_added_partial_recipient', more), 'host.example.net', 'x1')),
      '{"type":"forward_added_partial_recipient","time":1537372956,"mailbox_address":"anna@example.com","forward_recipient":"to@example.net","context":"mailbox","host":"host.example.net","id":"x1"}',
    )
  })

  test('forward_removed, with null for what the log does not tell', () => {
    assert.equal(
      JSON.stringify(
        toEntry(event('forward_removed', { forward_recipient: 'to@example.net' }), 'host.example.net', 'x1'),
      ),
      '{"type":"forward_removed","time":1537372956,"mailbox_address":"anna@example.com","forward_recipient":"to@example.net","ip":null,"context":"mailbox","host":"host.example.net","id":"x1"}',
    )
  })

  for (const kind of [
    'forward_added_partial_ip',
    'forward_removed_partial_ip',
    'login_failed',
    'login_deferred',
  ] as const) {
    test(`${kind} has the keys of a login`, () => {
      const keys = ['type', 'time', 'ip', 'mailbox_address', 'context', 'host', 'id']
      const entry = toEntry(event(kind), 'host.example.net', 'x1')
      assert.deepEqual(Object.keys(entry), keys)
      assert.equal(entry['ip'], null)
      assert.equal(entry['type'], kind)
    })
  }
})

suite('by default what App::Spoor reported is reported', () => {
  test('its four kinds, of mailboxes', () => {
    const reported = LINE_KINDS.filter((kind) => reportedByDefault(event(kind)))
    assert.deepEqual(reported, [
      'login',
      'forward_added_partial_ip',
      'forward_added_partial_recipient',
      'forward_removed',
    ])
  })

  test('nothing of domains or the server', () => {
    for (const context of ['domain', 'system'] as const) {
      assert.deepEqual(
        LINE_KINDS.filter((kind) => reportedByDefault(event(kind, { context }))),
        [],
      )
    }
  })

  test('no new forwards to programs or system users, but those to nowhere and files, and every removal', () => {
    const types = ['email', 'blackhole', 'fail', 'pipe', 'file', 'system_user'] as const
    const reported = (kind: LineKind): readonly string[] =>
      types.filter((type) => reportedByDefault(event(kind, { forward_type: type })))
    assert.deepEqual(reported('forward_added_partial_recipient'), ['email', 'blackhole', 'fail', 'file'])
    assert.deepEqual(reported('forward_removed'), types)
  })
})

test('a gap has keys of its own, and is not what App::Spoor reported', () => {
  const gap = {
    type: 'log_gap',
    time: 1537372956,
    context: 'system',
    log: '/log',
    offset: 7,
    cause: 'missing',
  } as const
  assert.equal(
    JSON.stringify(toEntry(gap, 'host.example.net', 'x1')),
    '{"type":"log_gap","time":1537372956,"log":"/log","offset":7,"bytes":null,"cause":"missing","context":"system","host":"host.example.net","id":"x1"}',
  )
  assert.equal(reportedByDefault(gap), false)
})
