import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS } from '../../../lib/event/catalogue.ts'
import { reportedByDefault } from '../../../lib/event/default-report.ts'
import { toEntry } from '../../../lib/event/entry.ts'
import type { Context } from '../../../lib/event/event.ts'
import { eventOf } from '../../support/events.ts'

test("by default App::Spoor's four kinds are reported, only for mailboxes", () => {
  const reported = (context: Context): readonly string[] =>
    KINDS.filter((type) => reportedByDefault({ id: 'x1', type, context }))
  assert.deepEqual(reported('mailbox').toSorted(), [
    'forward_added_partial_ip',
    'forward_added_partial_recipient',
    'forward_removed',
    'login',
  ])
  assert.deepEqual([reported('domain'), reported('system')], [[], []])
})

test('new forwards to programs or system users are not reported, but those to nowhere and files and all removals are', () => {
  const types = ['email', 'blackhole', 'fail', 'pipe', 'file', 'system_user'] as const
  const reported = (kind: 'forward_added_partial_recipient' | 'forward_removed'): readonly string[] =>
    types.filter((type) => reportedByDefault(eventOf(kind, { forward_type: type })))
  assert.deepEqual(reported('forward_added_partial_recipient'), ['email', 'blackhole', 'fail', 'file'])
  assert.deepEqual(reported('forward_removed'), types)
})

test('logins to other services than those of login_log are not reported', () => {
  const services = ['webmail', 'cpanel', 'whm', 'dav', 'imap', 'pop3', 'sieve', 'smtp', 'ftp', 'ssh', null] as const
  const reported = services.filter((service) => reportedByDefault(eventOf('login', { service })))
  assert.deepEqual(reported, ['webmail', 'cpanel', 'whm', 'dav', null])
})

test('the same holds for sealed entries of any version', () => {
  const sealing = { id: 'x1', host: 'host.example.net', place: undefined }
  for (const type of ['pipe', 'email', null] as const) {
    const event = eventOf('forward_added_partial_recipient', { forward_type: type })
    assert.equal(reportedByDefault(toEntry(event, sealing)), type !== 'pipe')
  }
  assert.equal(reportedByDefault({ id: 'x1', type: 'login', context: 'mailbox' }), true)
  assert.equal(reportedByDefault({ id: 'x1', type: 'from_the_future', context: 'mailbox' }), false)
})
