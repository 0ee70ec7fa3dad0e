import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RULES } from '../../../agent/collect/rules.ts'
import { DRIVERS } from '../../../agent/sources/sources.ts'
import { KINDS, definitionOf, isKind } from '../../../lib/event/catalogue.ts'
import { keysOf } from '../../../lib/event/entry.ts'
import { FIELDS, fieldNamed } from '../../../lib/event/fields.ts'

/** What the agent itself says of its logs; all other kinds are said by drivers and rules. */
const OWN = ['log_gap']

test('somebody says every kind of event', () => {
  const said = new Set([...OWN, ...DRIVERS.flatMap(({ kinds }) => kinds), ...RULES.flatMap(({ says }) => says)])
  const silent = KINDS.filter((kind) => !said.has(kind))
  assert.deepEqual(
    silent,
    [],
    'in lib/event/kinds, and in the `kinds` of no driver and the `says` of no rule: add it to one, or take it out',
  )
})

test('a name that is in no file of kinds is no kind', () => {
  for (const name of ['constructor', '__proto__', '', undefined, 7]) assert.equal(isKind(name), false)
})

test('every kind and every field says in a sentence what it is', () => {
  for (const kind of KINDS) assert.match(definitionOf(kind).sentence, /^[A-Z].*\.$/, kind)
  for (const [name, { meaning }] of Object.entries(FIELDS)) assert.match(meaning, /^[A-Z].*\.$/, name)
})

test('every field is of some kind, or of every entry', () => {
  const used = new Set(KINDS.flatMap((kind) => [...keysOf(kind).wire, 'id', ...keysOf(kind).onRequest]))
  const unused = Object.keys(FIELDS).filter((name) => !used.has(name))
  assert.deepEqual(unused, [], 'in lib/event/fields.ts, and in no kind: add it to one, or take it out')
})

test('no entry holds what somebody wrote word for word', () => {
  for (const kind of KINDS) {
    const names = [...keysOf(kind).wire, ...keysOf(kind).onRequest]
    assert.ok(!names.some((name) => fieldNamed(name)?.privacy === 'content'), kind)
  }
})
