import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '../../../agent/config/load.ts'
import type { Loaded } from '../../../agent/config/load.ts'
import { SOURCES, asInstalled, usualPath } from '../../../agent/sources/sources.ts'
import { AGENT } from '../../../build/programs/agent-program.ts'
import { HUB } from '../../../build/programs/hub-program.ts'
import { PROGRAMS } from '../../../build/programs/programs.ts'
import { loadHubConfig } from '../../../hub/config/load.ts'
import { exampleConfig } from '../../../lib/settings/example-file.ts'
import type { Option } from '../../../lib/settings/option.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

async function load(text: string): Promise<Loaded> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-example-'))
  try {
    const file = join(folder, 'spoor.yml')
    await mkdir(join(folder, 'conf.d'), { mode: 0o750 })
    await writeFile(file, text, { mode: 0o600 })
    return await loadConfig(file)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const EXAMPLE = exampleConfig(AGENT.config)

/** The example, filled in as by an operator. */
function filledIn(): string {
  return EXAMPLE.replace(/^( *host:)$/m, '$1 https://spoor.example.net').replace(/^( *api_identifier:)$/m, '$1 ABC123')
}

function leaves(option: Option): Option[] {
  return option.below === undefined ? [option] : option.below.flatMap(leaves)
}

test('the example is refused until it is filled in, and the error names the empty keys', async () => {
  await assert.rejects(load(EXAMPLE), {
    exitCode: 2,
    message:
      /^\S+\/spoor\.yml:\d+:\d+: transmission\.host: is empty; write host: \S+\n.*: transmission\.credentials\.api_identifier: is empty; write .*$/,
  })
})

test("once filled in, the example is a valid configuration without App::Spoor's keys", async () => {
  const { config, notices } = await load(filledIn())
  assert.deepEqual([config.events, config.receivers.map(({ events }) => events)], ['takeover', ['takeover']])
  assert.deepEqual(notices, [])
})

test('the example follows the logs where servers usually have them', async () => {
  const { config } = await load(filledIn())
  assert.deepEqual(
    config.followers.map(({ source, path, optional }) => ({ source, path, optional })),
    SOURCES.map((source) => ({ source: source.name, path: usualPath(source), optional: source.optional })),
  )
})

test('the example misses no log where what writes it is not installed', async () => {
  const { config } = await load(filledIn())
  const missed = (exists: boolean): string[] =>
    config.followers.flatMap((follower) => (asInstalled(follower, () => exists).optional ? [] : [follower.source]))
  assert.deepEqual([missed(false), missed(true)], [[], ['access', 'error', 'login']])
})

test('every commented-out option in the example shows its default or a valid value', async () => {
  const { config } = await load(filledIn())
  const text = filledIn()
    .replace(/^ *api_secret_file:.*\n/m, '')
    .replaceAll(/^( *)# (\w+: \S+)$/gm, '$1$2')
  const { config: whole } = await load(text)
  assert.deepEqual(whole.transmission?.secret, { text: 'YOUR-SECRET' })
  assert.equal(whole.transmission?.caFile, '/etc/spoor/ca.pem')
  assert.equal(whole.followers[0]?.zone, 'Europe/Vienna')
  const { timeout, concurrency, reportPath } = whole.transmission ?? {}
  assert.deepEqual({ ...config.transmission, timeout, concurrency, reportPath }, config.transmission)
  assert.equal(whole.spool.maxDelay, 2000)
  const spool = { ...whole.spool, maxDelay: config.spool.maxDelay }
  assert.deepEqual([spool, whole.runtime, whole.events], [config.spool, config.runtime, config.events])
  assert.deepEqual([whole.minSeverity, whole.transmission?.minSeverity], ['low', 'medium'])
})

test('every option with a meaning has a sentence and an example', () => {
  for (const option of PROGRAMS.flatMap(({ config }) => leaves(config.options)).filter((option) => !option.retired)) {
    assert.match(option.sentence, /^[A-Z].*\.$/, option.key)
    assert.ok(option.example, option.key)
  }
})

test('the documentation names every obsolete key', async () => {
  const documentation = await readFile(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8')
  const retired = leaves(AGENT.config.options).filter((option) => option.retired)
  for (const name of retired.map((option) => option.key)) {
    assert.match(documentation, new RegExp(`\\b${name}\``), name)
  }
})

test("the hub's example needs nothing, as every option has a default", async (t) => {
  const file = join(await temporaryFolder(t), 'hub.yml')
  await writeFile(file, exampleConfig(HUB.config), { mode: 0o600 })
  const config = await loadHubConfig(file)
  await writeFile(file, '')
  assert.deepEqual(config, await loadHubConfig(file))
})

test("every option of the hub's example, written out, is valid beside the others", async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'hub.yml')
  await mkdir(join(folder, 'conf.d'), { mode: 0o750 })
  const whole = exampleConfig(HUB.config).replaceAll(/^( *)# (\w+: \S.*)$/gm, '$1$2')
  await writeFile(file, whole, { mode: 0o600 })
  const { tls, retention } = await loadHubConfig(file)
  assert.equal(tls.certificate, '/etc/spoor-hub/private/hub.crt')
  assert.equal(retention.events, 90 * 86_400_000)
})
