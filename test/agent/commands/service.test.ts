import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { createServiceScene, idle, type Services, untilAborted } from '../../support/service-scene.ts'

test('services run until they are stopped, then the command succeeds', async (t) => {
  const seen: unknown[] = []
  const scene = await createServiceScene(t, async () => [
    async (config) => (round) => {
      seen.push(config.transmission?.host)
      scene.stop.abort()
      return untilAborted(round.signal)
    },
    idle,
  ])
  assert.equal(await scene.run(), 0)
  assert.deepEqual(seen, ['https://spoor.example.com'])
})

test('the end of one service ends all, and its error is thrown', async (t) => {
  const ended: string[] = []
  const { run } = await createServiceScene(t, async () => [
    async () => (round) => untilAborted(round.stop).then(() => void ended.push('other')),
    async () => () => Promise.reject(new ActionNeeded('held', 75)),
  ])
  await assert.rejects(run(), { message: 'held', exitCode: 75 })
  assert.deepEqual(ended, ['other'])
})

test('notices about the configuration and from services go to the journal', async (t) => {
  const services: Services = async () => [
    async () => async (round) => round.tell({ severity: 'error', code: 'told', text: 'Told.' }),
  ]
  const { run, stderr } = await createServiceScene(t, services, { followers: 'login: { name: /log, maxinterval: 10 }' })
  assert.equal(await run(), 0)
  const lines = (await text(stderr.end())).trimEnd().split('\n')
  assert.match(lines[0] ?? '', / notice +config_keys_ignored: .*maxinterval/)
  assert.match(lines.slice(1).join('\n'), /^[^\n]* error +told: Told\.$/)
})

test('too much memory ends everything cleanly, for a restart', async (t) => {
  const services: Services = async () => [
    async () => (round) => {
      const held = Buffer.alloc(64 * 1024 ** 2, 1)
      round.onWork()
      return untilAborted(round.stop).then(() => assert.ok(held))
    },
  ]
  const { run, stderr } = await createServiceScene(t, services, { limits: '{ memory: 64MiB }' })
  assert.equal(await run(), 1)
  assert.match(
    await text(stderr.end()),
    / error +memory_exceeded: The process takes \d+ MiB, more than limits.memory; /,
  )
})

test('its help has examples', async (t) => {
  const { command } = await createServiceScene(t, async () => [])
  assert.deepEqual(command.examples, ['serve', 'serve --config ./spoor.yml', 'serve --once'])
  assert.deepEqual(
    command.options.map(({ flags }) => flags),
    ['--config <file>', '--once', '--debug'],
  )
})
