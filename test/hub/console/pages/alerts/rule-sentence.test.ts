import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  howRuleTells,
  incidentKindWord,
  whatRuleTells,
  whomRuleTells,
} from '../../../../../hub/console/pages/alerts/rule-sentence.ts'
import type { ShownRule } from '../../../../../hub/contract/alert-contract.ts'

function rule(fields: Partial<ShownRule> = {}): ShownRule {
  const times = { wait: 60, every: 1800, remind: null, digest: null }
  return {
    name: 'all',
    to: ['staff'],
    severity: 'high',
    kinds: null,
    labels: null,
    recovery: true,
    last: [],
    ...times,
    ...fields,
  }
}

test('a rule says in a sentence of what it tells', () => {
  const labels = ['shared', 'reseller', 'old']
  const sentences: readonly (readonly [fields: Partial<ShownRule>, sentence: string])[] = [
    [{}, 'everything that is high or worse'],
    [{ severity: 'info' }, 'everything'],
    [{ severity: 'critical', kinds: ['compromise'] }, 'compromises that are critical'],
    [{ kinds: ['misuse'] }, 'misuse that is high or worse'],
    [
      { kinds: ['compromise', 'attack'], labels },
      'compromises and attacks that are high or worse, on hosts labelled shared, reseller or old',
    ],
    [{ kinds: ['of a later hub'], severity: 'new' }, 'of a later hub that are new or worse'],
  ]
  for (const [fields, sentence] of sentences) assert.equal(whatRuleTells(rule(fields)), sentence)
})

test('a rule says whom it tells, over what, and which channel is not there', () => {
  const channels = [
    { name: 'staff', kind: 'mail' },
    { name: 'chat', kind: 'webhook' },
  ] as const
  assert.equal(whomRuleTells(rule({ to: ['staff', 'chat'] }), channels), 'staff by mail and chat by webhook')
  assert.equal(whomRuleTells(rule({ to: ['gone'] }), channels), 'gone (no such channel)')
})

test('a rule says how often it tells', () => {
  assert.equal(
    howRuleTells(rule({ wait: 30, remind: 14_400 })),
    'Waits 30 s for what else belongs to it, then tells more every 30 min at most. Reminds every 4 h while nobody takes care. Says when it is over.',
  )
  assert.equal(
    howRuleTells(rule({ digest: 86_400, recovery: false })),
    'Collects, and tells all of it together every 1 d. Does not say when it is over.',
  )
  assert.equal(incidentKindWord('blind_spot'), 'blind spot')
})
