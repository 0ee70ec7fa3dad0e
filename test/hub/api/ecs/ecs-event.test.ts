import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ecsEvent } from '../../../../hub/api/ecs/ecs-event.ts'
import type { ShownEvent } from '../../../../hub/contract/event-contract.ts'
import { KINDS, isKind } from '../../../../lib/event/catalogue.ts'
import { HUB_KINDS } from '../../../../lib/event/hub-kinds.ts'
import { NOW } from '../../../support/stores.ts'

const EVENT: ShownEvent = {
  id: `${NOW}.a`,
  time: NOW,
  received: NOW + 2,
  host: 'web1.example.com',
  type: 'login_failed',
  severity: 'low',
  context: 'mailbox',
  mailbox_address: 'ann@example.com',
  ip: '192.0.2.7',
  network: '192.0.2.0/24',
  fields: { service: 'imap', log: '/var/log/maillog', offset: 7, generation: 'g', attempts: 3 },
}

test('an event has the names of ECS, and below spoor what ECS has no name for', () => {
  assert.deepEqual(ecsEvent(EVENT), {
    '@timestamp': '2026-11-20T08:00:00.000Z',
    ecs: { version: '8.17.0' },
    event: {
      kind: 'event',
      category: ['authentication'],
      type: ['start'],
      action: 'login_failed',
      outcome: 'failure',
      module: 'spoor',
      severity: 1,
      ingested: '2026-11-20T08:00:02.000Z',
      dataset: 'spoor.event',
      id: `${NOW}.a`,
    },
    log: { level: 'low', file: { path: '/var/log/maillog' }, offset: 7 },
    host: { name: 'web1.example.com' },
    related: { hosts: ['web1.example.com'], user: ['ann@example.com'], ip: ['192.0.2.7'] },
    source: { address: '192.0.2.7', ip: '192.0.2.7' },
    spoor: { context: 'mailbox', network: '192.0.2.0/24', generation: 'g', attempts: 3 },
    user: { name: 'ann@example.com', email: 'ann@example.com' },
    service: { type: 'imap' },
    message: 'ann@example.com (192.0.2.7) login failed',
  })
})

test('an account is no address of mail, and who acted is related once', () => {
  const { user, related } = ecsEvent({
    ...EVENT,
    context: 'system',
    mailbox_address: 'root',
    ip: null,
    fields: { actor: 'root', named_user: 'ann' },
  })
  assert.deepEqual(user, { name: 'root' })
  assert.deepEqual(related, { hosts: ['web1.example.com'], user: ['root', 'ann'] })
})

test('what is no address is not told as one', () => {
  const { source, related } = ecsEvent({ ...EVENT, ip: 'localhost' })
  assert.deepEqual([source, related], [{ address: 'localhost' }, { hosts: [EVENT.host], user: ['ann@example.com'] }])
})

test('a message cannot move a cursor, whatever a stranger called himself', () => {
  const { message } = ecsEvent({ ...EVENT, mailbox_address: 'a\r\n\u001B[2J\u202Eb' })
  assert.equal(message, 'a???[2J?b (192.0.2.7) login failed')
})

test('each kind of event is sorted, and one of a later version is told all the same', () => {
  for (const type of [...KINDS, ...HUB_KINDS]) {
    const { event } = ecsEvent({ ...EVENT, type })
    assert.ok(typeof event === 'object' && !Array.isArray(event))
    assert.match(JSON.stringify(event), /"category":\["\w+"/, type)
  }
  assert.ok(!isKind('moon_landing'))
  assert.match(JSON.stringify(ecsEvent({ ...EVENT, type: 'moon_landing' })), /"action":"moon_landing"/)
})
