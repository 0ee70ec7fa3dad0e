import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isKind, KINDS } from '../../../lib/event/catalogue.ts'
import { checkedEntry, checkedEvent } from '../../../lib/event/check.ts'
import { HUB_FIELDS } from '../../../lib/event/fields/hub.ts'
import { HUB_KINDS, hubDefinitionOf, isHubKind } from '../../../lib/event/hub-kinds.ts'
import { kindsIn } from '../../../lib/event/wish.ts'
import { wordsOf } from '../../../lib/event/words.ts'

test('what the hub tells is no kind that an agent can tell, seal or be asked for', () => {
  for (const type of HUB_KINDS) {
    assert.equal(isKind(type), false)
    const said = { type, time: 1, context: 'system', host: 'web1.example.com', id: 'a', since: 1, seconds: 1 }
    for (const answer of [checkedEntry(said), checkedEvent(said)])
      assert.equal(answer, 'type is no kind of event that this version knows', type)
  }
  assert.deepEqual(
    kindsIn({ events: 'all' }).filter((kind) => isHubKind(kind)),
    [],
  )
  assert.deepEqual(KINDS.filter(isHubKind), [])
})

test('each has a sentence, words of its own fields, and fields that are defined', () => {
  const used = new Set(HUB_KINDS.flatMap((kind) => Object.keys(hubDefinitionOf(kind).fields)))
  assert.deepEqual([...used].toSorted(), Object.keys(HUB_FIELDS).toSorted())
  for (const kind of HUB_KINDS) {
    const { sentence, words, fields } = hubDefinitionOf(kind)
    assert.match(sentence, /^[A-Z].*\.$/)
    for (const [, name = ''] of words.matchAll(/\{(.*?)\}/g)) assert.ok(name in fields, `${kind} ${name}`)
  }
})

test('they have words for people, also where the whole host is meant', () => {
  const blind = { id: 'a', type: 'source_blind', problem: 'is not there', since: 7 }
  assert.equal(wordsOf({ ...blind, source: 'dovecot' }), 'does not see dovecot: is not there')
  assert.equal(wordsOf({ ...blind, source: null }), 'does not see any log: is not there')
})
