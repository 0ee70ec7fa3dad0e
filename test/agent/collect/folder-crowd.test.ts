import assert from 'node:assert/strict'
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { FolderLook } from '../../../agent/collect/folder-look.ts'
import { collectFolder } from '../../../agent/collect/folder.ts'
import type { Checkpoint } from '../../../agent/follow/checkpoint.ts'
import { MOST_LOGS } from '../../../agent/follow/discover.ts'
import { SourceStates } from '../../../agent/snapshots/source-states.ts'
import { statusOf } from '../../../agent/status/status.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { entriesIn, startCollector } from '../../support/running-collector.ts'
import { savedPaths } from '../../support/saved-paths.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { loginLine, untilNames } from '../../support/test-host.ts'

/** A follower of `*_log` in a folder with that many logs. */
async function crowd(t: TestContext, count: number) {
  const folder = await temporaryFolder(t)
  const logs = join(folder, 'logs')
  await mkdir(logs)
  const name = (index: number): string => join(logs, `${String(index).padStart(5, '0')}_log`)
  for (let index = 0; index < count; index += 1) await writeFile(name(index), '')
  const example = exampleConfig(folder)
  const followers = example.followers.map((follower) => Object.assign(follower, { path: join(logs, '*_log') }))
  return { config: { ...example, followers }, pattern: join(logs, '*_log'), name }
}

suite('a pattern that matches more files than the agent follows', () => {
  test('gives one notice with their number; another log is followed when one of the followed ones goes', async (t) => {
    const { config, pattern, name } = await crowd(t, MOST_LOGS + 1)
    const collector = startCollector(t, config)
    await collector.told('too_many_logs')
    await untilNames(config.spool.path, () => savedPaths(config.spool.path).includes(pattern))
    assert.ok(!savedPaths(config.spool.path).includes(name(MOST_LOGS)))
    const { sources } = await statusOf(config)
    assert.equal(
      sources.find(({ path }) => path === pattern)?.problem,
      'matches 4097 files, and not all of them are followed',
    )
    await rm(name(7))
    await untilNames(config.spool.path, () => savedPaths(config.spool.path).includes(name(MOST_LOGS)))
    await appendFile(name(MOST_LOGS), `${loginLine('last@example.com')}\n`)
    await appendFile(name(0), `${loginLine('first@example.com')}\n`)
    const parsed = join(config.spool.path, 'parsed')
    await untilNames(parsed, (names) => names.length === 2)
    assert.equal((await entriesIn(parsed)).length, 2)
    await collector.stop()
    assert.equal(collector.codes.filter((code) => code === 'too_many_logs').length, 1)
  })

  test('gives a notice again when it happens again', async (t) => {
    const { config, name } = await crowd(t, 3)
    const [follower = assert.fail()] = config.followers
    const told: string[] = []
    const sources = new SourceStates(() => undefined)
    const { signal } = new AbortController()
    const look = new FolderLook({ follower, tell: ({ code }) => told.push(code), sources, signal })
    const none = (): boolean => false
    assert.deepEqual(await look.find(none, 2), [name(0), name(1)])
    assert.deepEqual(await look.find(none, 2), [name(0), name(1)])
    assert.equal(sources.toJSON().length, 1)
    assert.deepEqual(await look.find((path) => path === name(0), 2), [name(1), name(2)])
    assert.equal(sources.toJSON().length, 0)
    assert.deepEqual(await look.find(none, 0), [])
    assert.deepEqual(told, ['too_many_logs', 'too_many_logs'])
  })
})

test('a folder whose names change all the time is listed at most five times a second', async (t) => {
  const { config } = await crowd(t, 0)
  const [follower = assert.fail()] = config.followers
  const end = new AbortController()
  const saved = new Map<string, Checkpoint>()
  const began = performance.now()
  let wakes = 0
  const wake = async (): Promise<void> => {
    wakes += 1
    if (wakes === 6) end.abort()
  }
  await collectFolder({
    follower,
    checkpoints: {
      of: (_source, path) => saved.get(path),
      pathsOf: () => [],
      advance: (_source, path, checkpoint) => saved.set(path, checkpoint),
      forget: () => undefined,
      save: async () => undefined,
    },
    wakerOf: () => ({ wake, hint: () => undefined, close: () => undefined }),
    tell: () => undefined,
    signal: end.signal,
    collect: async () => undefined,
    sources: new SourceStates(() => undefined),
  })
  // Timers may be late, but never early.
  assert.ok(performance.now() - began >= 5 * 199, `${performance.now() - began} ms for 6 looks`)
})
