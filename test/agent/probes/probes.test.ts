import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as v from 'valibot'
import { parseDocument } from 'yaml'
import { PROBES } from '../../../agent/probes/probes.ts'
import { type Option, optionsOf } from '../../../lib/settings/option.ts'

/** The keys that every check has; none of a probe may be one of them. */
const OF_EVERY_CHECK = new Set([
  'name',
  'type',
  'interval',
  'limit',
  'late',
  'after',
  'failures',
  'maintenance',
  'disabled_by',
])

function leavesOf(option: Option): readonly Option[] {
  return option.below?.flatMap((each) => [each, ...leavesOf(each.item ?? each)]) ?? []
}

suite('every probe', () => {
  test('has a name of its own, and settings none of which each check has', () => {
    assert.equal(new Set(PROBES.map(({ name }) => name)).size, PROBES.length)
    for (const { name, settings } of PROBES) {
      const keys = optionsOf(settings).below?.map(({ key }) => key) ?? []
      assert.ok(keys.length > 0, name)
      assert.deepEqual(
        keys.filter((key) => OF_EVERY_CHECK.has(key)),
        [],
        name,
      )
    }
  })

  test('says of each of its options what it means, with an example that its schema takes', () => {
    for (const { name, settings } of PROBES) {
      for (const { key, sentence, example, below } of leavesOf(optionsOf(settings))) {
        assert.match(sentence, /^\S.*\.$/, `${name}.${key}`)
        if (below !== undefined) continue
        assert.ok(example !== undefined, `${name}.${key}`)
        const written: unknown = parseDocument(`${key}: ${example}`, { schema: 'failsafe' }).toJS()
        const issues = v.safeParse(settings, written).issues ?? []
        const faults = issues.filter(({ path }) => path?.[0]?.key === key)
        assert.deepEqual(
          faults.map(({ message }) => message),
          key in Object(written) ? [] : [''],
          `${name}.${key}`,
        )
      }
    }
  })
})
