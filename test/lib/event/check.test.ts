import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS } from '../../../lib/event/catalogue.ts'
import { checkedEntry, checkedEvent } from '../../../lib/event/check.ts'
import { keysOf, project, toEntry } from '../../../lib/event/entry.ts'
import { eventOf } from '../../support/events.ts'

const LOGIN = { type: 'login', time: 1, context: 'mailbox', mailbox_address: 'anna@example.com' }
const SEALING = {
  id: 'x1',
  host: 'host.example.net',
  place: { log: '/log', generation: 'g', offset: 0 },
}

test('a checked event has all fields of its kind, null for those left out', () => {
  assert.deepEqual(checkedEvent(LOGIN), { ...LOGIN, ip: null, service: null, actor: null })
  assert.deepEqual(checkedEvent({ ...LOGIN, service: 'webmail' }), {
    ...LOGIN,
    ip: null,
    service: 'webmail',
    actor: null,
  })
})

test('an invalid event is refused with the field but without its value', () => {
  for (const [input, problem] of [
    [undefined, /^what was written /],
    ['login', /^what was written /],
    [[], /^type is missing$/],
    [{ ...LOGIN, type: 'mailbox_taken' }, /^type is no kind of event that this version knows$/],
    [{ ...LOGIN, type: 'constructor' }, /^type is no kind of event/],
    [{ ...LOGIN, time: '1' }, /^time is no number$/],
    [{ ...LOGIN, time: 1.5 }, /^time is no whole number$/],
    [{ ...LOGIN, time: -1 }, /^time is negative$/],
    [{ ...LOGIN, context: 'account' }, /^context is none of mailbox, domain, system$/],
    [{ ...LOGIN, service: 'telnet' }, /^service is none of webmail, /],
    [{ ...LOGIN, mailbox_address: undefined }, /^mailbox_address is no text$/],
    [{ ...LOGIN, mailbox_address: null }, /^mailbox_address is no text$/],
    [{ ...LOGIN, mailbox_address: '' }, /^mailbox_address is empty$/],
    [{ ...LOGIN, mailbox_address: 'x'.repeat(1025) }, /^mailbox_address is longer than 1024$/],
    [{ ...LOGIN, mailbox_address: '\ud800' }, /^mailbox_address holds what cannot be stored$/],
    [{ ...LOGIN, mailbox_address: '\0' }, /^mailbox_address holds what cannot be stored$/],
    [{ ...LOGIN, password: 'x' }, /^password is not known$/],
    [{ ...LOGIN, ['x'.repeat(500)]: 1 }, /^x{40} is not known$/],
    [{ type: 'log_gap', time: 1, context: 'system', log: '/log', offset: 0, cause: 'bored' }, /^cause is none of /],
    [{ ...eventOf('log_gap'), service: 'webmail' }, /^service must be null$/],
  ] as const) {
    const answer = checkedEvent(input)
    assert.ok(typeof answer === 'string', JSON.stringify(input))
    assert.match(answer, problem)
  }
})

test('an entry is valid as sealed and as any receiver gets it', () => {
  for (const kind of KINDS) {
    const entry = toEntry(eventOf(kind), SEALING)
    for (const each of [entry, project(entry), project(entry, keysOf(kind).onRequest)]) {
      assert.deepEqual(checkedEntry(each), each)
    }
  }
})

test('an event that lacks a key is refused as one that lacks it', () => {
  for (const key of ['type', 'time', 'context', 'mailbox_address']) {
    const rest = Object.fromEntries(Object.entries(LOGIN).filter(([name]) => name !== key))
    assert.equal(checkedEvent(rest), `${key} is missing`)
  }
})

test('an entry is invalid without a key that every receiver gets', () => {
  for (const kind of KINDS) {
    const entry = project(toEntry(eventOf(kind), SEALING))
    for (const key of Object.keys(entry)) {
      const { [key]: _, ...rest } = entry
      assert.equal(checkedEntry(rest), `${key} is missing`)
    }
  }
})

test('an entry with fields of a later version is valid without them; one of a later kind is said to be unknown', () => {
  for (const kind of KINDS) {
    const entry = toEntry(eventOf(kind), SEALING)
    assert.deepEqual(checkedEntry({ ...entry, country: 'x', seen: { often: true } }), entry)
    assert.equal(checkedEntry({ ...entry, type: `${kind}_twice` }), 'type is no kind of event that this version knows')
  }
})
