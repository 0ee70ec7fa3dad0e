import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Diagnosis } from '../../../agent/doctor/diagnosis.ts'
import { shownDiagnoses } from '../../../agent/doctor/shown-diagnoses.ts'

const DIAGNOSES: readonly Diagnosis[] = [
  {
    name: 'units',
    state: 'failed',
    what: 'spoor-agent-collector.service has failed (exit-code 2).',
    why: 'What this service does is not done until it runs.',
    remedy: ['journalctl --unit=spoor-agent-collector.service --lines=50 --no-pager --output=short-precise --all'],
  },
  { name: 'files', state: 'ok', what: `spool.path: /var/lib/spoor can be used, ${'and so on, '.repeat(20)}` },
  { name: 'clock', state: 'unknown', what: 'No receiver answered.' },
  { name: 'hooks', state: 'warning', what: 'The hooks are\u001b[2J not registered.', why: 'They show late.' },
]

const plain = (_shade: string, text: string): string => text

test('what is well has one line each, and the worst stands last, with commands whole', () => {
  assert.equal(
    shownDiagnoses(DIAGNOSES, { width: 80, paint: plain }),
    `ok       files          spool.path: /var/lib/spoor can be used, and so on, and…

unknown  clock: No receiver answered.

warning  hooks: The hooks are?[2J not registered.
         They show late.

failed   units: spoor-agent-collector.service has failed (exit-code 2).
         What this service does is not done until it runs.
         Type:
             journalctl --unit=spoor-agent-collector.service --lines=50 --no-pager --output=short-precise --all

4 things looked at: 1 failed, 1 warning, 1 unknown.
`,
  )
})

test('a wide terminal is used', () => {
  const [first = ''] = shownDiagnoses(DIAGNOSES, { width: 200, paint: plain }).split('\n')
  assert.equal(first.length, 200)
})

test('if all is well the sum says so', () => {
  assert.match(
    shownDiagnoses([{ name: 'a', state: 'ok', what: 'b' }], { width: 80, paint: plain }),
    /\n1 thing looked at: all is well\.\n$/,
  )
})
