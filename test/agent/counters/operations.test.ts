import assert from 'node:assert/strict'
import fs, { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { type TestContext, mock, test } from 'node:test'
import { CountingRun } from '../../support/counting-scene.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const LOGS = 50

/** Counts the calls by which logs are read and opened, which are made as ever. */
function countCalls(t: TestContext): () => Record<string, number> {
  const calls = (['readSync', 'openSync', 'fstatSync'] as const).map((name) => [name, mock.method(fs, name)] as const)
  syncBuiltinESMExports()
  t.after(() => {
    mock.restoreAll()
    syncBuiltinESMExports()
  })
  return () => {
    const counts = Object.fromEntries(calls.map(([name, { mock }]) => [name, mock.callCount()]))
    for (const [, { mock }] of calls) mock.resetCalls()
    return counts
  }
}

test('a log that has grown costs one read an interval, and one that has not costs none', async (t) => {
  const folder = await temporaryFolder(t)
  mkdirSync(join(folder, 'logs'))
  const logs = Array.from({ length: LOGS }, (_, number) => join(folder, 'logs', `site${number}.log`))
  for (const log of logs) writeFileSync(log, 'old\n')
  const run = await CountingRun.start(folder)
  const counts = countCalls(t)
  for (const changed of [0, 3, LOGS]) {
    for (const log of logs.slice(0, changed)) appendFileSync(log, 'new\n')
    counts()
    await run.interval()
    assert.deepEqual(counts(), { readSync: changed, openSync: 0, fstatSync: 0 })
  }
  await run.stop()
})
