import assert from 'node:assert/strict'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { statusOf } from '../../../agent/status/status.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test('how far a log is behind is told in bytes and in seconds, and in a word', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  await mkdir(config.runtime.path)
  const log = join(folder, 'login_log')
  await writeFile(log, 'x'.repeat(1000))
  const counts = { lines: 10, ofInterest: 4, unrecognised: 1, events: 2 }
  const read = { source: 'login', path: log, inode: String((await stat(log)).ino), offset: 400, ...counts }
  const stands = async (more: object, process = ownIdentity()): Promise<unknown[]> => {
    const common = { version: 1, agent: '0.0.9', process, startedAt: 5, notices: { counts: {}, recent: [] } }
    const told = { ...common, sources: [{ ...read, ...more }] }
    await writeFile(join(config.runtime.path, 'collector.json'), JSON.stringify(told))
    const [source = assert.fail()] = (await statusOf(config)).sources
    assert.ok(!('behindSince' in source))
    return [source.state, source.lag, Math.floor((source.lagSeconds ?? -60) / 60)]
  }
  assert.deepEqual(await stands({ behindSince: null }), ['reading', 600, 0])
  assert.deepEqual(await stands({ behindSince: Date.now() - 7_230_000 }), ['behind', 600, 120])
  // As an early version told.
  assert.deepEqual(await stands({}), ['reading', 600, -1])
  assert.deepEqual(await stands({ behindSince: null }, { ...ownIdentity(), startTime: '1' }), ['stopped', 600, 0])
  assert.deepEqual(await stands({ behindSince: null, offset: 1000 }), ['reading', 0, 0])
})
