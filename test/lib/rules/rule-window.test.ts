// How long rules keep what they know of a key: from its last event on, whatever else happens.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Heard, Rule } from '../../../lib/rules/rule.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { eventOf } from '../../support/events.ts'

const WINDOW = 60
const BEGIN = 1_800_000_000

/** Counts logins, keeps the count when it is woken after half a window, and says each count in its `known_days`. */
const counting: Rule<number> = {
  name: 'counting',
  version: 1,
  kinds: ['login'],
  says: ['login_new_place'],
  window: WINDOW,
  keys: (event) => ('mailbox_address' in event && event.mailbox_address !== null ? [event.mailbox_address] : []),
  step: (state = 0, heard) => {
    if ('tick' in heard) return { state, said: [] }
    const { time } = heard.event
    const event = eventOf('login_new_place', { time, known_days: state + 1 })
    return { state: state + 1, said: [{ event, window: time }], wake: time + WINDOW / 2 }
  },
}

/** The counts that are said of logins, each so many seconds after the beginning; all was read before up to `read`. */
function counts(...logins: readonly { readonly at: number; readonly read?: number }[]): readonly unknown[] {
  const rules = new Rules([counting], { identity: 'host.example.com', settle: 0 })
  const said: Heard[] = []
  for (const [index, { at, read = at - 1 }] of logins.entries()) {
    said.push(...rules.tick(BEGIN + read))
    said.push(...rules.hear({ event: eventOf('login', { time: BEGIN + at }), id: `id-${index}` }))
  }
  return [...said, ...rules.tick(Infinity)].map(({ event }) => 'known_days' in event && event.known_days)
}

test('a key is known for a window after its last event', () => {
  assert.deepEqual(counts({ at: 0 }, { at: WINDOW }, { at: 2 * WINDOW }), [1, 2, 3])
  assert.deepEqual(counts({ at: 0 }, { at: WINDOW + 1 }), [1, 1])
})

test('being woken is no event, and keeps nothing longer', () => {
  assert.deepEqual(counts({ at: 0 }, { at: WINDOW + 10, read: WINDOW / 2 }), [1, 1])
})

test('an event that comes late makes nothing be forgotten earlier', () => {
  assert.deepEqual(counts({ at: 50 }, { at: 0, read: 50 }, { at: 50 + WINDOW }), [1, 2, 3])
})
