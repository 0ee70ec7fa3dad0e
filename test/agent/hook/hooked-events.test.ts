import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOOKED, HOOKED_KINDS, hookedEvents } from '../../../agent/hook/hooked-events.ts'
import { checkedEvent } from '../../../lib/event/check.ts'
import { documentOf, hookNamed, SECRETS } from '../../support/hook-documents.ts'

const TIME = 1_795_870_931

/** What a call means, without what it always has. */
function said(event: string, args: object = {}, data: object = {}): Record<string, unknown>[] {
  const document = documentOf(hookNamed(event), args)
  const merged = { ...document, data: { args, user: 'exampleu', ...data } }
  return hookedEvents(merged, TIME).map((event) => {
    const { time, service, named_user = null, ...rest }: Record<string, unknown> = event
    assert.deepEqual([time, service, named_user], [TIME, null, null])
    return rest
  })
}

test('every hook says valid events of its kinds, and none of the secrets in its document', () => {
  for (const hooked of HOOKED) {
    const events = hookedEvents(documentOf(hooked), TIME)
    assert.ok(events.length > 0, hooked.event)
    for (const event of events) {
      assert.deepEqual(checkedEvent(event), event, hooked.event)
      assert.ok(hooked.kinds.includes(event.type) && HOOKED_KINDS.includes(event.type), hooked.event)
    }
    const text = JSON.stringify(events)
    assert.deepEqual(
      SECRETS.filter((secret) => text.includes(secret)),
      [],
      hooked.event,
    )
  }
  assert.equal(new Set(HOOKED.map(({ category, event }) => `${category} ${event}`)).size, HOOKED.length)
})

test('a forward is one event for each recipient, of the mailbox that it is of', () => {
  const forward = { type: 'forward_added_partial_recipient', context: 'mailbox', mailbox_address: 'anna@example.com' }
  const two = [
    { ...forward, forward_recipient: 'a@mail.example', forward_type: 'email' },
    { ...forward, forward_recipient: 'b@mail.example', forward_type: 'email' },
  ]
  const call = { domain: 'example.com', email: 'anna', fwdopt: 'fwd', fwdemail: 'a@mail.example, b@mail.example' }
  assert.deepEqual(said('UAPI::Email::add_forwarder', call), two)
  assert.deepEqual(said('Api2::Email::addforward', call), two)
  const result = two.map(({ forward_recipient }) => ({ email: 'anna@example.com', forward: forward_recipient }))
  assert.deepEqual(said('UAPI::Email::add_forwarder', { fwdemail: 'never@example.org' }, { result }), two)
})

test('of a forward to anything but an address only the kind is told', () => {
  const leads = (args: object): unknown[] =>
    said('UAPI::Email::add_forwarder', { email: 'anna@example.com', ...args }).map((event) => [
      event['forward_recipient'],
      event['forward_type'],
    ])
  assert.deepEqual(leads({ fwdopt: 'pipe', pipefwd: 'command-8' }), [['|', 'pipe']])
  assert.deepEqual(leads({ fwdopt: 'fwd', fwdemail: '|/usr/bin/command-8 a,b' }), [['|', 'pipe']])
  assert.deepEqual(leads({ fwdopt: 'blackhole' }), [[':blackhole:', 'blackhole']])
  assert.deepEqual(leads({ fwdopt: 'fail', failmsgs: 'refusal-9' }), [[':fail:', 'fail']])
  assert.deepEqual(leads({ fwdopt: 'system', fwdsystem: 'exampleu' }), [['exampleu', 'system_user']])
  assert.deepEqual(leads({ fwdopt: 'fwd' }), [['?', 'email']])
})

test('a removed forward is told by UAPI and by API 2', () => {
  const removed = {
    type: 'forward_removed',
    context: 'mailbox',
    mailbox_address: 'anna@example.com',
    forward_recipient: 'drop@mail.example',
    forward_type: 'email',
    ip: null,
  }
  const address = 'anna@example.com'
  assert.deepEqual(said('UAPI::Email::delete_forwarder', { address, forwarder: 'drop@mail.example' }), [removed])
  assert.deepEqual(said('Api2::Email::delforward', { email: address, emaildest: 'drop@mail.example' }), [removed])
})

test('domain forwards and default addresses are of the account, and name the domain', () => {
  const account = { context: 'domain', mailbox_address: 'exampleu', ip: null, actor: null, domain: 'example.com' }
  assert.deepEqual(said('UAPI::Email::add_domain_forwarder', { domain: 'example.com', destdomain: 'example.org' }), [
    { type: 'domain_forward_added', ...account, forward_recipient: 'example.org' },
  ])
  const changed = { type: 'default_address_changed', ...account }
  const call = { domain: 'example.com', fwdopt: 'fwd', fwdemail: 'all@mail.example' }
  assert.deepEqual(said('UAPI::Email::set_default_address', call), [
    { ...changed, forward_recipient: 'all@mail.example', forward_type: 'email' },
  ])
  assert.deepEqual(said('UAPI::Email::set_default_address', { domain: 'example.com', fwdopt: 'system' }), [
    { ...changed, forward_recipient: 'exampleu', forward_type: 'system_user' },
  ])
})

test('a filter is told by what it does and to which mail', () => {
  const kept = (args: object): unknown[] =>
    said('UAPI::Email::store_filter', { account: 'anna@example.com', filtername: 'filter-name-5', ...args }).map(
      (event) => [event['filter_action'], event['filter_scope'], event['forward_recipient']],
    )
  const some = { match1: 'contains', part1: '$header_from:', val1: 'bank.example' }
  for (const [args, expected] of [
    [{ action1: 'deliver', dest1: 'drop@mail.example', ...some }, ['redirect', 'some', 'drop@mail.example']],
    [{ action1: 'save', dest1: '/dev/null', ...some }, ['discard', 'some', null]],
    [{ action1: 'save', dest1: '/.Junk', ...some }, ['folder', 'some', null]],
    [{ action1: 'fail', dest1: 'refusal-9', ...some }, ['discard', 'some', null]],
    [{ action1: 'pipe', dest1: '|/usr/bin/command-8', ...some }, ['program', 'some', null]],
    [{ action1: 'finish', match1: 'matches', val1: '.*' }, ['stop', 'all', null]],
    [{ action1: 'deliver', dest1: ':blackhole:', match1: 'contains', val1: '@' }, ['discard', 'all', null]],
    [{ action1: 'dance', ...some, opt1: 'or', match2: 'contains', val2: '' }, ['other', 'all', null]],
    [{ action1: 'save', dest1: '/x', ...some, opt1: 'and', match2: 'contains', val2: '' }, ['folder', 'some', null]],
    [{}, [null, null, null]],
  ] as const) {
    assert.deepEqual(kept(args), [expected], JSON.stringify(args))
  }
  const two = { action1: 'deliver', dest1: 'a@mail.example', action2: 'deliver', dest2: 'b@mail.example' }
  assert.deepEqual(kept(two), [
    ['redirect', null, 'a@mail.example'],
    ['redirect', null, 'b@mail.example'],
  ])
})

test('a filter without a mailbox is of the account; whoever acts for a mailbox is named', () => {
  const deleted = { type: 'filter_deleted', ip: null }
  assert.deepEqual(said('UAPI::Email::delete_filter'), [
    { ...deleted, context: 'domain', mailbox_address: 'exampleu', actor: null },
  ])
  assert.deepEqual(said('UAPI::Email::delete_filter', { account: 'anna@example.com' }), [
    { ...deleted, context: 'mailbox', mailbox_address: 'anna@example.com', actor: 'exampleu' },
  ])
})

test('a mailbox is found in all the ways in which cPanel names one', () => {
  for (const args of [
    { email: 'anna', domain: 'example.com' },
    { email: 'anna@example.com', domain: 'example.com' },
    { email: 'anna+example.com', domain: 'example.com' },
    { email: 'anna@example.com' },
  ]) {
    const [event] = said('UAPI::Email::passwd_pop', { ...args, password: 'pass-word-1' })
    assert.deepEqual(
      [event?.['context'], event?.['mailbox_address']],
      ['mailbox', 'anna@example.com'],
      JSON.stringify(args),
    )
  }
})

test('API 2 hooks run after failures, too: then nothing happened', () => {
  const call = { email: 'anna', domain: 'example.com' }
  for (const result of [0, '0', '', false, null]) {
    assert.deepEqual(said('Api2::Email::passwdpop', call, { output: [{ result, reason: 'weak' }] }), [], String(result))
  }
  for (const output of [[{ result: 1 }], [{ result: '1' }], [{ email: 'anna' }], [], undefined]) {
    assert.equal(said('Api2::Email::passwdpop', call, { output }).length, 1, JSON.stringify(output))
  }
})

test('accounts are told by their names alone, and root is the system', () => {
  const account = { context: 'domain', mailbox_address: 'exampleu', ip: null, actor: null }
  const told = (event: string, data: object): unknown => said(event, {}, data)
  assert.deepEqual(told('ChangePasswd', { new_password: 'pass-word-1' }), [
    { type: 'account_password_changed', ...account },
  ])
  assert.deepEqual(told('ChangePasswd', { user: 'root' }), [
    { type: 'account_password_changed', ...account, context: 'system', mailbox_address: 'root' },
  ])
  assert.deepEqual(told('Accounts::Create', { user: undefined, username: 'exampleu' }), [
    { type: 'account_created', ...account },
  ])
  assert.deepEqual(told('Accounts::set_shell', { new_shell: '/bin/bash' }), [
    { type: 'account_changed', ...account, account_setting: 'shell' },
  ])
})

test('another category, event or stage says nothing, and neither does data of another shape', () => {
  const document = documentOf(hookNamed('UAPI::Email::passwd_pop'))
  for (const context of [
    { category: 'Whostmgr', event: 'UAPI::Email::passwd_pop', stage: 'post' },
    { category: 'Cpanel', event: 'UAPI::Email::list_pops', stage: 'post' },
    { category: 'Cpanel', event: 'UAPI::Email::passwd_pop', stage: 'pre' },
    { category: 'Cpanel', event: 'constructor', stage: 'post' },
    'post',
    null,
    [],
  ]) {
    assert.deepEqual(hookedEvents({ ...document, context }, TIME), [])
  }
  for (const data of [undefined, null, 7, 'x', [], { args: [] }, { args: { email: {} }, user: ['x'] }]) {
    for (const { category, event } of HOOKED) {
      assert.deepEqual(hookedEvents({ context: { category, event, stage: 'post' }, data }, TIME), [], event)
    }
  }
})
