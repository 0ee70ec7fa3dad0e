import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collectLogs } from '../../../agent/collect/logs.ts'
import { ReadOnce } from '../../../agent/collect/read-once.ts'
import { SourceStates } from '../../../agent/snapshots/source-states.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { storeOf } from '../../support/intake.ts'
import { createSpool } from '../../support/spool-scene.ts'

test('where logs are read once, rules hear the clock no longer than that', async (t) => {
  const { folders, tell } = await createSpool(t)
  const { checkpoints, intake } = storeOf({ folders, tell }, 1e6, new AbortController().signal)
  let clock: AbortSignal | undefined
  await collectLogs({
    config: exampleConfig(folders.root, { sources: [] }),
    checkpoints,
    identity: 'host.example.com',
    intakeOf: (signal) => {
      clock = signal
      return intake
    },
    sources: new SourceStates(() => undefined),
    inboxes: { all: [], isTaken: () => false, refused: undefined },
    tell,
    signal: new AbortController().signal,
    once: new ReadOnce(),
  })
  await checkpoints.close()
  assert.equal(clock?.aborted, true)
})
