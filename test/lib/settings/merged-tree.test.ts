import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { checked } from '../../../lib/settings/load.ts'
import { mergeTrees } from '../../../lib/settings/merged-tree.ts'
import { optionsOf } from '../../../lib/settings/option.ts'
import { section } from '../../../lib/settings/section.ts'
import { readTree } from '../../../lib/settings/tree.ts'
import { text } from '../../../lib/settings/value.ts'

const item = section({ name: v.pipe(text, v.metadata({ example: 'x' })), deep: section({ size: v.optional(text) }) })
const SCHEMA = section({ list: v.optional(v.array(item), []), values: v.optional(v.array(text)) })
const OPTIONS = optionsOf(SCHEMA)

/** Merges files with these texts; the first file is called 0. */
function merged(...texts: readonly string[]): unknown {
  const [main, ...others] = texts.map((each, index) => readTree(`${index}`, each, OPTIONS))
  return checked(mergeTrees([main ?? assert.fail(), ...others], OPTIONS), SCHEMA, OPTIONS)
}

test('a later file adds to a list of sections; a list of values is one value', () => {
  const found = merged('list: [{ name: a }]\nvalues: [1]', 'list:', 'list: [{ name: b }, { name: c }]\nvalues: [2]')
  const list = ['a', 'b', 'c'].map((name) => ({ name, deep: {} }))
  assert.deepEqual(found, { list, values: ['2'] })
})

test('an error names an item by its number among all files, and its place', () => {
  const texts = ['list: [{ name: a }, { name: b }]', 'list:\n  - { nam: c }\n  - { deep: { size: [] } }', 'list: [3]']
  assert.throws(() => merged(...texts), {
    exitCode: 2,
    message: [
      '1:2:5: list.2.name: is missing; write name: x',
      '1:2:7: list.2.nam: is no option; write name',
      '1:3:5: list.3.name: is missing; write name: x',
      '1:3:21: list.3.deep.size: is a list, not one value',
      '2:1:8: list.4: is not a section; write lines with its keys: name, deep',
    ].join('\n'),
  })
})

test('a list of the wrong shape is reported once, whatever other files have', () => {
  assert.throws(() => merged('list: [{ name: a }]', 'list: b'), {
    message: '1:1:7: list: is not a list; begin each of its items with "- name: x"',
  })
})
