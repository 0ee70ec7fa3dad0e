import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import type { Config } from '../../../agent/config/config.ts'
import { statusOf } from '../../../agent/status/status.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { entriesIn, startCollector } from '../../support/running-collector.ts'
import { savedPaths } from '../../support/saved-paths.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { loginLine, untilNames } from '../../support/test-host.ts'

interface Scene {
  readonly config: Config
  readonly parsed: string
  readonly log: (name: string) => string
  readonly untilReports: (count: number) => Promise<void>
  readonly mailboxes: () => Promise<readonly string[]>
}

async function createScene(t: TestContext): Promise<Scene> {
  const folder = await temporaryFolder(t)
  const logs = join(folder, 'logs')
  await mkdir(logs)
  const example = exampleConfig(folder)
  const followers = example.followers.map((follower) => Object.assign(follower, { path: join(logs, '*_log') }))
  const parsed = join(example.spool.path, 'parsed')
  return {
    config: { ...example, followers },
    parsed,
    log: (name) => join(logs, name),
    untilReports: (count) => untilNames(parsed, (names) => names.length === count),
    mailboxes: async () => (await entriesIn(parsed)).map(({ mailbox_address: mailbox }) => String(mailbox)),
  }
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1
}

suite('all logs of a folder', () => {
  test('that exist at the start begin as configured, later ones at their beginning', async (t) => {
    const scene = await createScene(t)
    const { config, log, untilReports, mailboxes } = scene
    for (const name of ['a_log', 'b_log']) await writeFile(log(name), `${loginLine('old@example.com')}\n`)
    const collector = startCollector(t, config)
    await collector.told('source_found', 2)
    await appendFile(log('a_log'), `${loginLine('a@example.com')}\n`)
    await untilReports(1)
    await writeFile(log('c_log'), `${loginLine('c@example.com')}\n`)
    await untilReports(2)
    await collector.stop()
    await writeFile(log('d_log'), `${loginLine('d@example.com')}\n`)
    await appendFile(log('b_log'), `${loginLine('b@example.com')}\n`)
    const next = startCollector(t, config)
    await untilReports(4)
    await next.stop()
    assert.deepEqual((await mailboxes()).toSorted(byText), [
      'a@example.com',
      'b@example.com',
      'c@example.com',
      'd@example.com',
    ])
  })

  test('with identical content give an event each', async (t) => {
    const scene = await createScene(t)
    const collector = startCollector(t, scene.config)
    await collector.told('source_missing')
    for (const name of ['a_log', 'b_log']) await writeFile(scene.log(name), `${loginLine('same@example.com')}\n`)
    await scene.untilReports(2)
    const ids = (await entriesIn(scene.parsed)).map(({ id }) => id)
    assert.equal(new Set(ids).size, 2)
    await collector.stop()
  })

  test('are each followed across a rotation, and rotated copies are not logs', async (t) => {
    const scene = await createScene(t)
    const { log } = scene
    await writeFile(log('a_log'), '')
    const collector = startCollector(t, scene.config)
    await collector.told('source_found')
    await appendFile(log('a_log'), `${loginLine('one@example.com')}\n`)
    await rename(log('a_log'), log('a_log-20261121'))
    await writeFile(log('a_log'), `${loginLine('two@example.com')}\n`)
    await scene.untilReports(2)
    assert.deepEqual(await scene.mailboxes(), ['one@example.com', 'two@example.com'])
    await collector.stop()
    const { sources } = await statusOf(scene.config)
    assert.deepEqual(
      sources.map(({ path, lag }) => [path, lag]),
      [[log('a_log'), 0]],
    )
  })

  test('are forgotten when they are gone for good, and new when they return', async (t) => {
    const scene = await createScene(t)
    const { config, log } = scene
    for (const name of ['a_log', 'b_log']) await writeFile(log(name), `${loginLine('old@example.com')}\n`)
    const first = startCollector(t, config)
    await first.told('source_found', 2)
    await first.stop()
    assert.equal(savedPaths(scene.config.spool.path).length, 3)
    await rm(log('b_log'))
    const second = startCollector(t, config)
    await second.told('log_gap')
    await untilNames(
      config.spool.path,
      (names) => names.includes('checkpoints.json') && !savedPaths(scene.config.spool.path).includes(log('b_log')),
    )
    await second.stop()
    assert.deepEqual(savedPaths(scene.config.spool.path).toSorted(byText), [log('*_log'), log('a_log')])
    const third = startCollector(t, config)
    await third.told('source_found')
    await writeFile(log('b_log'), `${loginLine('new@example.com')}\n`)
    await scene.untilReports(1)
    assert.deepEqual(await scene.mailboxes(), ['new@example.com'])
    await third.stop()
  })

  test('are all known once each has a position, even if an earlier run ended first and nothing was written since', async (t) => {
    const scene = await createScene(t)
    const { config, log } = scene
    await writeFile(log('a_log'), `${loginLine('old@example.com')}\n`)
    const first = startCollector(t, config)
    await first.told('source_found')
    await first.stop()
    const file = join(config.spool.path, 'checkpoints.json')
    const saved = JSON.parse(readFileSync(file, 'utf8'))
    delete saved.sources.login[log('*_log')]
    await writeFile(file, JSON.stringify(saved))
    const second = startCollector(t, config)
    await untilNames(
      config.spool.path,
      (names) => names.includes(basename(file)) && savedPaths(scene.config.spool.path).length === 2,
    )
    await writeFile(log('b_log'), `${loginLine('new@example.com')}\n`)
    await scene.untilReports(1)
    await second.stop()
  })

  test('give a notice if missing, and are awaited together with their folder', async (t) => {
    const scene = await createScene(t)
    const path = join(scene.log('later'), '*_log')
    const followers = scene.config.followers.map((follower) => Object.assign(follower, { path }))
    const collector = startCollector(t, { ...scene.config, followers })
    await collector.told('source_missing')
    await mkdir(scene.log('later'))
    await writeFile(join(scene.log('later'), 'a_log'), `${loginLine('a@example.com')}\n`)
    await scene.untilReports(1)
    await collector.stop()
  })
})
