import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apiState } from '../../../../agent/receivers/spoor-api/api-state.ts'

const COUNTS = { accepted: 1, rejected: 2, tries: 4 }

test('a problem of the receiver is called one of the API; other problems keep their names', () => {
  assert.deepEqual(apiState({ ...COUNTS, problem: 'receiver' }), { ...COUNTS, problem: 'api' })
  for (const problem of ['configuration', 'network', 'spool', undefined] as const)
    assert.deepEqual(apiState({ ...COUNTS, problem }), { ...COUNTS, problem })
})
