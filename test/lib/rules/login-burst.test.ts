import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../../lib/event/event.ts'
import { loginBurst } from '../../../lib/rules/login-burst.ts'
import { concluded } from '../../support/concluded.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

function failed(time: number, name: string, ip: string): Event {
  return eventOf('login_failed', { time, mailbox_address: `${name}@example.com`, ip })
}

function succeeded(time: number, name: string, ip: string): Event {
  return eventOf('login', { time, mailbox_address: `${name}@example.com`, ip })
}

/** What is told, as words. */
function told(...events: readonly Event[]): readonly string[] {
  return concluded([loginBurst(RULE_NUMBERS)], events).map((event) => {
    if (event.type === 'login_after_burst') return `${event.mailbox_address} in from ${event.ip}`
    if (event.type !== 'login_burst') return assert.fail(event.type)
    return `${event.mailbox_address ?? event.ip ?? event.network}: ${event.count} ${event.counted}`
  })
}

test('many failures of one mailbox, from wherever, are a burst, and again ten times as many', () => {
  const many = Array.from({ length: 30 }, (_, index) => failed(60 + index, 'anna', `2001:db8:${index}::1`))
  assert.deepEqual(told(...many), ['anna@example.com: 3 failures', 'anna@example.com: 30 failures'])
  assert.deepEqual(told(...many.slice(0, 2)), [])
})

test('a burst of one mailbox tells the one address or network that all its failures come from', () => {
  const source = (...ips: readonly (string | null)[]): unknown => {
    const events = ips.map((ip, index) => eventOf('login_failed', { time: 60 + index, mailbox_address: 'anna', ip }))
    const burst = concluded([loginBurst(RULE_NUMBERS)], events).find(
      (event) => event.type === 'login_burst' && event.mailbox_address !== null,
    )
    return burst?.type === 'login_burst' ? [burst.ip, burst.network] : assert.fail()
  }
  const [one, other, far] = ['192.0.2.1', '192.0.2.2', '198.51.100.1']
  assert.deepEqual(source(one, one, one), [one, null])
  assert.deepEqual(source(one, other, one), [null, '192.0.2.0/24'])
  assert.deepEqual(source(one, far, one), [null, null])
  assert.deepEqual(source(null, one, one), [null, null])
  assert.deepEqual(source(one, one, null), [null, null])
  assert.deepEqual(source('2001:db8::1', '2001:db8::2', '2001:db8::1'), [null, '2001:db8::/64'])
})

test('many failures from one address are a burst, and those of many names another', () => {
  const many = ['a', 'a', 'b', 'c'].map((name, index) => failed(60 + index, name, '192.0.2.1'))
  assert.deepEqual(
    told(...many),
    ['192.0.2.1: 3 names', '192.0.2.1: 4 failures'].toSorted((one) => (one.includes('failures') ? -1 : 1)),
  )
})

test('failures of many names from several addresses of one network are a burst', () => {
  const spread = ['a', 'b', 'c'].map((name, index) => failed(60 + index, name, `192.0.2.${index}`))
  assert.deepEqual(told(...spread), ['192.0.2.0/24: 3 names'])
  const spread6 = ['a', 'b', 'c'].map((name, index) => failed(60 + index, name, `2001:db8::${index + 1}`))
  assert.deepEqual(told(...spread6), ['2001:db8::/64: 3 names'])
})

test('a burst is seen wherever it lies, and one that goes on is told once, until it was over', () => {
  const at = (...times: readonly number[]): readonly Event[] =>
    times.map((time, index) => failed(time, 'anna', `2001:db8:${index}::1`))
  for (let start = 60; start < 120; start += 1) assert.equal(told(...at(start, start + 1, start + 2)).length, 1)
  assert.equal(told(...at(60, 61, 62, 90, 91, 92, 120, 121, 122)).length, 1)
  assert.equal(told(...at(60, 61, 62, 150, 151, 152)).length, 2)
  assert.deepEqual(told(...at(60, 91, 122, 153)), [])
})

test('a login soon after a burst of its mailbox, or of many names from its address, may be guessed', () => {
  const guesses = [60, 61, 62].map((time) => failed(time, 'anna', `192.0.2.${time}`))
  const burst = 'anna@example.com: 3 failures'
  assert.deepEqual(told(...guesses, succeeded(122, 'anna', '192.0.2.9')), [burst, 'anna@example.com in from 192.0.2.9'])
  assert.deepEqual(told(...guesses, succeeded(123, 'anna', '192.0.2.9')), [burst])
  assert.deepEqual(told(...guesses, succeeded(70, 'anna', '198.51.100.1')), [burst], 'its owner, from elsewhere')
  assert.deepEqual(told(succeeded(59, 'anna', '192.0.2.9'), ...guesses, succeeded(70, 'bob', '192.0.2.9')), [burst])
  const spray = ['a', 'b', 'c'].map((name, index) => failed(60 + index, name, '192.0.2.1'))
  assert.deepEqual(told(...spray, succeeded(65, 'd', '192.0.2.1')), [
    '192.0.2.1: 3 names',
    'd@example.com in from 192.0.2.1',
  ])
})

test('a session that was opened with the guessed password is told as a login, and once with it', () => {
  const guesses = [60, 61, 62].map((time) => failed(time, 'anna', '192.0.2.1'))
  const opened = { time: 70, mailbox_address: 'anna@example.com', ip: '192.0.2.1', session_method: 'login' } as const
  const both = ['anna@example.com: 3 failures', 'anna@example.com in from 192.0.2.1']
  assert.deepEqual(told(...guesses, eventOf('session_opened', opened)), both)
  assert.deepEqual(told(...guesses, eventOf('session_opened', opened), succeeded(70, 'anna', '192.0.2.1')), both)
})

test('who guesses from very many networks can be right from any', () => {
  const guesses = Array.from({ length: 40 }, (_, index) =>
    failed(60 + Math.floor(index / 2), 'anna', `2001:db8:${index}::1`),
  )
  assert.ok(told(...guesses, succeeded(85, 'anna', '198.51.100.1')).includes('anna@example.com in from 198.51.100.1'))
})

test('many failures of one name from an address leave the other users of that address alone', () => {
  const stale = [60, 61, 62, 63].map((time) => failed(time, 'anna', '192.0.2.1'))
  assert.ok(!told(...stale, succeeded(64, 'bob', '192.0.2.1')).some((each) => each.includes('bob')))
})
