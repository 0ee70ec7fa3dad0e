import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kind, KINDS, definitionOf } from '../../../lib/event/catalogue.ts'
import { toEntry } from '../../../lib/event/entry.ts'
import type { Context } from '../../../lib/event/event.ts'
import { FIELDS } from '../../../lib/event/fields.ts'
import { wantedBy } from '../../../lib/event/wish.ts'
import { eventOf } from '../../support/events.ts'

const reportedByDefault = wantedBy({ events: 'spoor' })
const ofTakeover = wantedBy({ events: 'takeover' })

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

test('what an account did to its mailboxes is not reported', () => {
  for (const kind of ['forward_added_partial_recipient', 'forward_removed'] as const) {
    assert.equal(reportedByDefault(eventOf(kind, { called_by: 'account' })), false)
    assert.equal(reportedByDefault(eventOf(kind, { called_by: 'mailbox' })), true)
  }
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

test('of a takeover are logins to a mailbox, what is changed about its mail, and what tells that there may be more', () => {
  const whole = KINDS.filter((kind) => definitionOf(kind).takeover === true)
  assert.deepEqual(whole.toSorted(), [
    'autoresponder_added',
    'autoresponder_removed',
    'default_address_changed',
    'domain_forward_added',
    'domain_forward_removed',
    'filter_deleted',
    'filter_disabled',
    'filter_enabled',
    'filter_found',
    'filter_stored',
    'forward_added',
    'forward_deleted',
    'forward_found',
    'log_gap',
    'mail_limit_reached',
    'mailbox_password_changed',
    'mailbox_takeover',
    'mailbox_takeover_step',
  ])
  const partly = KINDS.filter((kind) => typeof definitionOf(kind).takeover === 'object')
  assert.deepEqual(partly.toSorted(), [
    'login',
    'login_after_burst',
    'login_burst',
    'login_impersonated',
    'login_new_place',
    'mail_burst',
    'session_opened',
    'sessions_ended',
  ])
})

test('what checks find has a name of its own, which none of a takeover has', () => {
  const ofChecks = wantedBy({ events: 'checks' })
  const found = KINDS.filter((type) => ofChecks({ id: 'x1', type, context: 'system' }))
  assert.deepEqual(
    found.filter((type) => !/^(?:service|certificate|network)_/.test(type)),
    ['disk_filling', 'reboot_required'],
  )
  assert.equal(found.length, 13)
  assert.ok(found.every((type) => !ofTakeover({ id: 'x1', type, context: 'system' })))
})

test('a login that programs repeat every few minutes is not of a takeover, nor one to an account', () => {
  const services = Object.keys(FIELDS.service.values)
  const told = services.filter((service) => ofTakeover({ id: 'x1', type: 'login', context: 'mailbox', service }))
  assert.deepEqual(told, ['webmail', 'cpanel', 'whm', 'dav', 'sieve'])
  for (const type of ['login', 'login_impersonated', 'session_opened', 'sessions_ended'] as const)
    for (const context of ['domain', 'system'] as const) assert.equal(ofTakeover(eventOf(type, { context })), false)
  const methods = Object.keys(FIELDS.session_method.values)
  const opened = methods.filter((session_method) =>
    ofTakeover({ id: 'x1', type: 'session_opened', context: 'mailbox', session_method }),
  )
  assert.deepEqual(opened, ['login', 'api', 'other'])
})

test('who changes from spoor to takeover gets forwards as a whole, and loses nothing else, whatever the fields say', () => {
  const halves: ReadonlySet<Kind> = new Set([
    'forward_added_partial_ip',
    'forward_added_partial_recipient',
    'forward_removed',
  ])
  const words = [
    ...Object.keys(FIELDS.service.values).map((service) => ({ service })),
    ...Object.keys(FIELDS.forward_type.values).map((forward_type) => ({ forward_type })),
    {},
  ]
  for (const type of KINDS.filter((kind) => !halves.has(kind)))
    for (const context of Object.keys(FIELDS.context.values))
      for (const word of words) {
        const entry = { id: 'x1', type, context, ...word }
        assert.ok(ofTakeover(entry) || !reportedByDefault(entry), JSON.stringify(entry))
      }
})

test('all has every event, also one of a kind that only a later version knows', () => {
  const wanted = wantedBy({ events: 'all' })
  for (const kind of KINDS) assert.equal(wanted(eventOf(kind)), true, kind)
  assert.equal(wanted({ id: 'x1', type: 'from_the_future', context: 'mailbox' }), true)
})
