import assert from 'node:assert/strict'
import { test } from 'node:test'
import { selectionFindings } from '../../../agent/check/selection.ts'
import { exampleReceiver } from '../../support/example-config.ts'

const RECEIVER = exampleReceiver('https://localhost:9')

test('a receiver that can get no event is named, and no other', () => {
  const receivers = [
    RECEIVER,
    { ...RECEIVER, option: 'receivers.a', events: 'all', minSeverity: 'medium' },
    { ...RECEIVER, option: 'receivers.b', events: ['login'], minSeverity: 'medium' },
    { ...RECEIVER, option: 'receivers.c', events: ['log_gap'], contexts: ['mailbox', 'domain'] },
  ] as const
  assert.deepEqual(
    selectionFindings({ receivers }).map(({ state, text }) => [state, text.slice(0, 25)]),
    [
      ['warning', 'receivers.b gets no event'],
      ['warning', 'receivers.c gets no event'],
    ],
  )
})
