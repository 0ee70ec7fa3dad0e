import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { exampleOf } from '../../../build/documents/event-example.ts'
import { eventSchema } from '../../../build/documents/event-schema.ts'
import { KINDS } from '../../../lib/event/catalogue.ts'
import { checkedEntry } from '../../../lib/event/check.ts'
import { type Entry, project } from '../../../lib/event/entry.ts'

const Property = v.looseObject({
  type: v.optional(v.union([v.string(), v.array(v.string())])),
  enum: v.optional(v.array(v.nullable(v.string()))),
})
const Kinds = v.record(
  v.string(),
  v.looseObject({ required: v.array(v.string()), properties: v.record(v.string(), Property) }),
)
const Schema = v.pipe(v.string(), v.parseJson(), v.looseObject({ $defs: Kinds }))

const { $defs } = v.parse(Schema, eventSchema())

/** The words that a property allows; none where any text will do. */
function wordsOf(kind: string, name: string): readonly (string | null)[] {
  return $defs[kind]?.properties[name]?.enum ?? []
}

/** Whether a property may be null. */
function mayBeNull(kind: string, name: string): boolean {
  const { type, enum: words } = $defs[kind]?.properties[name] ?? assert.fail(`${kind} ${name}`)
  return words?.includes(null) ?? type?.includes('null') ?? false
}

test('the schema has every kind, with the keys of its entries, of which receivers always get those it requires', () => {
  assert.deepEqual(Object.keys($defs), KINDS)
  for (const kind of KINDS) {
    const example = exampleOf(kind)
    assert.deepEqual(Object.keys($defs[kind]?.properties ?? {}), Object.keys(example))
    assert.deepEqual($defs[kind]?.required, Object.keys(project(example)))
  }
})

test('it allows null and words where the agent itself does', () => {
  for (const kind of KINDS) {
    const example = exampleOf(kind)
    const isTaken = (change: Partial<Entry>): boolean => typeof checkedEntry({ ...example, ...change }) === 'object'
    for (const name of Object.keys(example)) {
      assert.equal(isTaken({ [name]: null }), mayBeNull(kind, name), `${kind} ${name}`)
      for (const word of wordsOf(kind, name)) assert.ok(isTaken({ [name]: word }), `${kind} ${name} ${word}`)
    }
  }
})
