import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldNames } from '../../../agent/receivers/field-names.ts'
import { WISHED } from '../../../hub/enrolment/wished-fields.ts'
import { KINDS } from '../../../lib/event/catalogue.ts'
import { keysOf } from '../../../lib/event/entry.ts'

test('the hub wishes for every field that any kind has on request', () => {
  const all = new Set(KINDS.flatMap((kind) => keysOf(kind).onRequest))
  assert.deepEqual(new Set(fieldNames(WISHED)), all, 'agents take the first 16 names of Spoor-Fields')
})
