import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { type Command, type Io } from '../../agent/commands/command.ts'
import { serviceCommand } from '../../agent/commands/service.ts'
import { ActionNeeded } from '../../agent/system/errors.ts'
import { temporaryFolder } from '../support/spool-scene.ts'

type Services = Parameters<typeof serviceCommand>[1]

interface Scene {
  readonly command: Command
  readonly stop: AbortController
  readonly stderr: PassThrough
  readonly run: () => Promise<number>
}

async function createScene(
  t: TestContext,
  services: Services,
  { followers = 'login: { name: /log }', limits = '{}' } = {},
): Promise<Scene> {
  const config = join(await temporaryFolder(t), 'spoor.yml')
  const credentials = '{ api_identifier: ABC123, api_secret: secret456 }'
  const transmission = `{ host: 'https://spoor.example.com', credentials: ${credentials} }`
  const lines = [`followers: { ${followers} }`, `transmission: ${transmission}`, `limits: ${limits}\n`]
  await writeFile(config, lines.join('\n'), { mode: 0o600 })
  const command = serviceCommand({ usage: 'serve', summary: 'Serve.' }, services)
  const stop = new AbortController()
  const stderr = new PassThrough()
  const io: Io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr, signal: stop.signal }
  return { command, stop, stderr, run: () => command.run([], { config }, io) }
}

/** Ends when it is told to. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve())
  })
}

test('services run until they are told to stop, then the command ends well', async (t) => {
  const seen: string[] = []
  const scene = await createScene(t, async () => [
    (config, _tell, signal) => {
      seen.push(config.transmission.host)
      scene.stop.abort()
      return untilAborted(signal)
    },
    (_config, _tell, signal) => untilAborted(signal),
  ])
  assert.equal(await scene.run(), 0)
  assert.deepEqual(seen, ['https://spoor.example.com'])
})

test('the end of one service is the end of all, and what it threw is thrown', async (t) => {
  const ended: string[] = []
  const { run } = await createScene(t, async () => [
    (_config, _tell, signal) => untilAborted(signal).then(() => void ended.push('other')),
    () => Promise.reject(new ActionNeeded('held', 75)),
  ])
  await assert.rejects(run(), { message: 'held', exitCode: 75 })
  assert.deepEqual(ended, ['other'])
})

test('what the configuration has to say, and what services tell, goes to the journal', async (t) => {
  const services: Services = async () => [
    async (_config, tell) => tell({ severity: 'error', code: 'told', text: 'Told.' }),
  ]
  const { run, stderr } = await createScene(t, services, { followers: 'login: { name: /log, maxinterval: 10 }' })
  assert.equal(await run(), 0)
  const lines = (await text(stderr.end())).trimEnd().split('\n')
  assert.match(lines[0] ?? '', /^<5>config_keys_ignored: .*maxinterval/)
  assert.deepEqual(lines.slice(1), ['<3>told: Told.'])
})

test('work that takes more memory than it may ends everything in order, to be started again', async (t) => {
  const services: Services = async () => [
    (_config, _tell, signal, onWork) => {
      const held = Buffer.alloc(64 * 1024 ** 2, 1)
      onWork()
      return untilAborted(signal).then(() => assert.ok(held))
    },
  ]
  const { run, stderr } = await createScene(t, services, { limits: '{ memory: 64MiB }' })
  assert.equal(await run(), 1)
  assert.match(await text(stderr.end()), /^<3>memory_exceeded: The process takes \d+ MiB, more than limits.memory; /)
})

test('its help has examples of it', async (t) => {
  const { command } = await createScene(t, async () => [])
  assert.deepEqual(command.examples, ['serve', 'serve --config ./spoor.yml'])
  assert.deepEqual(
    command.options.map(({ flags }) => flags),
    ['--config <file>'],
  )
})
