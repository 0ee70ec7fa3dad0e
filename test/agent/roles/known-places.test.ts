// What `status` says of the database of places, from one run of the collector to the next.
import assert from 'node:assert/strict'
import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Config } from '../../../agent/config/config.ts'
import { statusOf } from '../../../agent/status/status.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { startCollector } from '../../support/running-collector.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { loginLine, untilNames } from '../../support/test-host.ts'

const DAY = 86_400

/** `learning`: seconds. */
function configIn(folder: string, learning: number): Config {
  const config = exampleConfig(folder, { events: ['login', 'login_new_place'] })
  return { ...config, rules: { ...config.rules, placeLearning: learning } }
}

/** One run, in which somebody logs in: the codes of its notices. */
async function run(t: TestContext, config: Config, reports: number): Promise<readonly string[]> {
  const collector = startCollector(t, config)
  await collector.told('source_found')
  await appendFile(config.followers[0]?.path ?? assert.fail(), `${loginLine('anna@example.com', reports)}\n`)
  await untilNames(join(config.spool.path, 'parsed'), (names) => names.length === reports)
  await collector.stop()
  return collector.codes.filter((code) => code.startsWith('places_'))
}

test('a database that is removed between two runs is told, and status says for how long places are learned', async (t) => {
  const folder = await temporaryFolder(t)
  const config = configIn(folder, DAY)
  const places = async () => (await statusOf(config)).collector.places
  await writeFile(join(folder, 'login_log'), '')
  assert.deepEqual([await run(t, config, 1), await places()], [[], undefined])
  assert.deepEqual([await run(t, config, 2), await places()], [[], undefined])
  await rm(join(config.spool.path, 'rules.sqlite'))
  assert.deepEqual(await run(t, config, 3), ['places_removed'])
  const told = await places()
  assert.equal(told?.anew?.cause, 'removed')
  assert.equal(told.anew.until - told.anew.since, DAY * 1000)
  // The next run knows the database, and status remembers.
  assert.deepEqual([await run(t, config, 4), await places()], [[], told])
})

test('once learning is over, status says nothing more', async (t) => {
  const folder = await temporaryFolder(t)
  const config = configIn(folder, 0)
  await writeFile(join(folder, 'login_log'), '')
  await run(t, config, 1)
  await rm(join(config.spool.path, 'rules.sqlite'))
  assert.deepEqual(await run(t, config, 2), ['places_removed'])
  assert.equal((await statusOf(config)).collector.places, undefined)
})
