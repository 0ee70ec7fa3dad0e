import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS, definitionOf } from '../../../lib/event/catalogue.ts'
import { toEntry } from '../../../lib/event/entry.ts'
import type { Event } from '../../../lib/event/event.ts'
import { wordsOf } from '../../../lib/event/words.ts'
import { eventOf } from '../../support/events.ts'

function words(event: Event): string {
  return wordsOf(toEntry(event, { id: 'id', host: 'host.example.net', place: undefined }))
}

test('each kind of event has its own words, which use only fields of that kind', () => {
  assert.equal(new Set(KINDS.map((kind) => definitionOf(kind).words)).size, KINDS.length)
  for (const kind of KINDS) {
    const { words, fields } = definitionOf(kind)
    const named = [...words.matchAll(/\{(.*?)\}/g)].map(([, name = '']) => name)
    assert.deepEqual(
      named.filter((name) => !(name in fields)),
      [],
      kind,
    )
  }
  assert.equal(words(eventOf('login')), 'logged in')
  assert.equal(words(eventOf('forward_removed_partial_ip')), 'removed a forward')
})

test('a forward leads to an address, or to what is reported instead of one', () => {
  for (const [recipient, place] of [
    ['to@example.net', 'to@example.net'],
    ['|', 'a program'],
    [':blackhole:', 'nowhere'],
    ['constructor', 'constructor'],
    [null, 'an unknown place'],
  ] as const) {
    const to = { forward_recipient: recipient }
    assert.equal(words(eventOf('forward_added_partial_recipient', to)), `added a forward to ${place}`)
    assert.equal(words(eventOf('forward_removed', to)), `removed the forward to ${place}`)
  }
})

test('a gap says where it is and, if known, how large', () => {
  const gap = { log: '/log', offset: 7 }
  assert.equal(words(eventOf('log_gap', gap)), 'gap in /log from byte 7, bytes: unknown')
  assert.equal(words(eventOf('log_gap', { ...gap, bytes: 9 })), 'gap in /log from byte 7, bytes: 9')
})

test('a kind that this version does not know is named', () => {
  assert.equal(wordsOf({ id: 'x1', type: 'from_the_future' }), 'from_the_future')
})
