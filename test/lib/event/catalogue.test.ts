import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyRule } from '../../../agent/collect/rules.ts'
import { WRITERS } from '../../../agent/inbox/inboxes.ts'
import { DRIVERS } from '../../../agent/sources/sources.ts'
import { KINDS, definitionOf, isKind } from '../../../lib/event/catalogue.ts'
import { keysOf } from '../../../lib/event/entry.ts'
import { AGENT_KINDS } from '../../../lib/event/event-set.ts'
import { FIELDS, fieldNamed } from '../../../lib/event/fields.ts'
import { TRAFFIC } from '../../../lib/event/kinds/traffic.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

/** The kinds that the agent itself emits, also by counting, and own drivers; drivers and rules emit all others. */
const OWN = ['log_gap', 'log_line', ...Object.keys(TRAFFIC)]

test('every kind of event has a source', () => {
  const said = new Set([
    ...OWN,
    ...AGENT_KINDS.filter((kind) => !kind.startsWith('hooks_')),
    ...DRIVERS.flatMap(({ kinds }) => kinds),
    ...WRITERS.flatMap(({ kinds }) => kinds),
    ...everyRule(RULE_NUMBERS).flatMap(({ says }) => says),
  ])
  const silent = KINDS.filter((kind) => !said.has(kind))
  assert.deepEqual(
    silent,
    [],
    'in lib/event/kinds, and in the `kinds` of no driver or writer of an inbox, and the `says` of no rule: add it to one, or take it out',
  )
})

test('a name outside the catalogue is not a kind', () => {
  for (const name of ['constructor', '__proto__', '', undefined, 7]) assert.equal(isKind(name), false)
})

test('every kind and every field has a sentence', () => {
  for (const kind of KINDS) assert.match(definitionOf(kind).sentence, /^[A-Z].*\.$/, kind)
  for (const [name, { meaning }] of Object.entries(FIELDS)) assert.match(meaning, /^[A-Z].*\.$/, name)
})

test('every field belongs to some kind or to every entry', () => {
  const used = new Set(KINDS.flatMap((kind) => [...keysOf(kind).wire, 'id', ...keysOf(kind).onRequest]))
  const unused = Object.keys(FIELDS).filter((name) => !used.has(name))
  assert.deepEqual(unused, [], 'in lib/event/fields.ts, and in no kind: add it to one, or take it out')
})

test('no entry has a field of privacy class content, but a line that an own driver may send', () => {
  for (const kind of KINDS.filter((each) => each !== 'log_line')) {
    const names = [...keysOf(kind).wire, ...keysOf(kind).onRequest]
    assert.ok(!names.some((name) => fieldNamed(name)?.privacy === 'content'), kind)
  }
})
