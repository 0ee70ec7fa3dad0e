import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFile, readdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { dryRun } from '../../../agent/collect/dry-run.ts'
import type { Config } from '../../../agent/config/config.ts'
import { type Entry, project } from '../../../lib/event/entry.ts'
import { startAgent } from '../../support/agent-process.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { startCollector } from '../../support/running-collector.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { type TestHost, createTestHost, loginLine, untilNames } from '../../support/test-host.ts'

async function createHost(t: TestContext): Promise<TestHost> {
  const host = await createTestHost({ api: 'http://localhost:9' })
  t.after(() => host.remove())
  return host
}

/** Every path below a folder with its kind, size and time of change. */
function stateOf(folder: string): string {
  return execFileSync('find', [folder, '-printf', '%p %y %s %C@\\n']).toString()
}

test('a dry run prints what the collector beside it seals, and changes nothing', async (t) => {
  const host = await createHost(t)
  const collector = startAgent(['collect', '--config', host.config])
  await collector.untilLine(/source_found: login/)
  await host.write('login', loginLine('before@example.com'))
  await host.untilReports('parsed', 1)
  const dry = startAgent(['collect', '--dry-run', '--config', host.config])
  await dry.untilLine(/source_found: login/)
  await host.write('login', loginLine('info@example.com', 1), 'noise', loginLine('anna@example.com', 2))
  await dry.untilLine(/anna@example\.com/)
  await untilNames(join(host.spool, 'parsed'), (names) => names.length >= 2)
  collector.kill('SIGTERM')
  await collector.exited
  const before = stateOf(host.folder)
  await host.write('login', loginLine('last@example.com', 3))
  await dry.untilLine(/last@example\.com/)
  dry.kill('SIGTERM')
  const { code, stdout } = await dry.exited
  assert.equal(code, 0)
  const printed = stdout.split('\n').slice(0, -1)
  const sealed = await host.entriesIn('parsed')
  assert.deepEqual(
    printed.slice(0, -1).map((line) => JSON.parse(line)),
    sealed.slice(1).map((entry) => project(entry)),
  )
  const without = (state: string): string => state.replaceAll(/^\S+login_log .*\n/gm, '')
  assert.equal(without(stateOf(host.folder)), without(before))
})

/** The mailboxes that a dry run prints until so many came. */
async function mailboxes(config: Config, count: number): Promise<unknown[]> {
  const stop = new AbortController()
  const printed: unknown[] = []
  const print = async (entry: Entry): Promise<void> => {
    if (printed.push(entry['mailbox_address']) === count) stop.abort()
  }
  await dryRun(config, print, () => undefined, stop.signal)
  return printed
}

function followersOf(config: Config, change: Partial<Config['followers'][number]>): Config {
  return { ...config, followers: config.followers.map((follower) => ({ ...follower, ...change })) }
}

test('without a spool a dry run begins at the configured start, and creates none', async (t) => {
  const folder = await temporaryFolder(t)
  const config = followersOf(exampleConfig(folder), { start: 'beginning' })
  await writeFile(join(folder, 'login_log'), `${loginLine('a@example.com')}\n${loginLine('b@example.com', 1)}\n`)
  assert.deepEqual(await mailboxes(config, 2), ['a@example.com', 'b@example.com'])
  assert.deepEqual(await readdir(folder), ['login_log'])
})

test('a dry run of a folder continues at the positions of its logs, and reads new ones', async (t) => {
  const folder = await temporaryFolder(t)
  const config = followersOf(exampleConfig(folder), { path: join(folder, '*_log') })
  await writeFile(join(folder, 'one_log'), '')
  const collector = startCollector(t, config)
  await collector.told('source_found')
  await appendFile(join(folder, 'one_log'), `${loginLine('a@example.com')}\n`)
  await untilNames(join(config.spool.path, 'parsed'), (names) => names.length === 1)
  await collector.stop()
  await writeFile(join(folder, 'two_log'), `${loginLine('b@example.com', 1)}\n`)
  assert.deepEqual(await mailboxes(config, 1), ['b@example.com'])
})

test('a dry run uses the positions that a start would use, and leaves damaged ones alone', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  const log = join(folder, 'login_log')
  await writeFile(log, 'noise\n')
  const collector = startCollector(t, config)
  await collector.told('source_found')
  await appendFile(log, `${loginLine('a@example.com')}\n`)
  await untilNames(join(config.spool.path, 'parsed'), (names) => names.length === 1)
  await collector.stop()
  const current = join(config.spool.path, 'checkpoints.json')
  await writeFile(current, '{')
  // As an agent without this folder left it.
  await rmdir(join(config.spool.path, 'dropped'))
  await appendFile(log, `${loginLine('b@example.com')}\n`)
  const before = stateOf(folder)
  assert.deepEqual(await mailboxes(config, 1), ['b@example.com'])
  assert.equal(stateOf(folder), before)
  for (const name of ['checkpoints.json', 'checkpoints.previous.json']) await rm(join(config.spool.path, name))
  assert.deepEqual(await mailboxes(config, 1), ['b@example.com'])
})

test('an unreadable spool is reported in one sentence', async (t) => {
  const config = exampleConfig(await temporaryFolder(t))
  await writeFile(config.spool.path, '')
  const nothing = async (): Promise<void> => undefined
  const run = dryRun(config, nothing, () => undefined, new AbortController().signal)
  await assert.rejects(run, {
    name: 'ActionNeeded',
    message: /spool: where the collector stands cannot be read: ENOTDIR/,
  })
})
