import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SightWord } from '../../../hub/contract/coverage-contract.ts'
import { blindnessOf } from '../../../hub/coverage/blindness.ts'
import type { SourceSight } from '../../../hub/coverage/matrix.ts'

function source(path: string, word: SightWord, ...kinds: readonly string[]): SourceSight {
  const cells = kinds.map((kind) => ({ kind, word, last: null }))
  return { source: path === '' ? 'rules' : 'a log', path, word, since: null, why: '', last: null, cells }
}

function blind(...sources: readonly SourceSight[]): readonly string[] {
  return blindnessOf({ host: 'web1.example.com', sources }).blind
}

test('what a source tells is blind if it is not well, and what no source tells is never told', () => {
  const sources = [
    source('/a', 'blind', 'login', 'login_failed', 'mail_submitted'),
    source('/b', 'quiet', 'login', 'filter_stored'),
  ]
  const { blind: found, never } = blindnessOf({ host: 'web1.example.com', sources })
  assert.deepEqual(found, ['login', 'login_failed'], 'only what can belong to a takeover')
  assert.ok(never.includes('forward_added') && !never.includes('filter_stored') && !never.includes('login'))
})

test('what the rules conclude is doubtful if a log that only they hear is not well', () => {
  const rules = source('', 'seen', 'login_burst', 'mail_burst')
  assert.deepEqual(blind(source('/a', 'gap'), rules), ['mail_burst', 'login_burst'])
  assert.deepEqual(blind(source('/a', 'late', 'login'), rules), ['login'])
  assert.deepEqual(blind(source('/a', 'never'), rules), [])
})
