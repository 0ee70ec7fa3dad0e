import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailboxFilter } from '../../../agent/alerts/mailbox-filter.ts'
import { wantedEvents } from '../../../agent/alerts/wanted-events.ts'
import { toEntry } from '../../../lib/event/entry.ts'
import { eventOf } from '../../support/events.ts'

test('mailboxes are named by address, by domain, and by the domains below one', () => {
  const isNamed = mailboxFilter(['boss@example.com', '*@example.org', '*.shop.example'])
  const named = ['Boss@Example.com', 'any@example.org', 'a@mail.shop.example', 'a@x.y.SHOP.example']
  const domains = ['a@example.com', 'a@sub.example.org', 'a@shop.example', 'a@xshop.example']
  const others = [...domains, 'example.org', '', 'boss@example.com@example.net']
  assert.deepEqual(named.filter(isNamed), named)
  assert.deepEqual(others.filter(isNamed), [])
})

test('an address that is too long for one is nobody', () => {
  const isNamed = mailboxFilter(['*.example.com'])
  assert.equal(isNamed(`${'a'.repeat(238)}@x.example.com`), true)
  assert.equal(isNamed(`${'a'.repeat(250)}@x.example.com`), false)
})

test('with mailboxes only events that concern one of them are wanted', () => {
  const wants = wantedEvents({ events: 'all', minSeverity: 'high', mailboxes: ['*@example.com'] })
  const entryOf = (event: Parameters<typeof toEntry>[0]): ReturnType<typeof toEntry> =>
    toEntry(event, { id: 'x', host: 'h', place: undefined })
  assert.equal(wants(entryOf(eventOf('mailbox_takeover', { mailbox_address: 'a@example.com' }))), true)
  assert.equal(wants(entryOf(eventOf('mailbox_takeover', { mailbox_address: 'a@example.org' }))), false)
  assert.equal(wants(entryOf(eventOf('log_gap'))), false)
  assert.equal(wants(entryOf(eventOf('login', { mailbox_address: 'a@example.com' }))), false)
})
