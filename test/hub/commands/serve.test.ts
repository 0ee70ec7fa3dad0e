import assert from 'node:assert/strict'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { createHubScene } from '../../support/hub-command.ts'
import { startHub } from '../../support/hub-process.ts'

test('serve listens, reloads on SIGHUP, refuses a bad configuration, and ends on SIGTERM', async (context) => {
  const { config, store } = await createHubScene(context, 'listen: 127.0.0.1:0')
  const hub = await startHub(config)
  context.after(() => hub.end('SIGKILL'))
  const [address = ''] = hub.addresses
  const isWell = async (): Promise<boolean> => (await fetch(`http://${address}/readyz`)).ok
  assert.ok(await isWell())
  await writeFile(config, `store: ${store}\nlisten: 192.0.2.1:8460\n`)
  process.kill(hub.pid, 'SIGHUP')
  await hub.untilLine(/ config_refused: .*would send secrets in clear/)
  assert.ok(await isWell())
  await writeFile(config, `store: ${store}\nlisten: [127.0.0.1:0, "[::1]:0"]\n`)
  process.kill(hub.pid, 'SIGHUP')
  await hub.untilLine(/ config_reloaded: /)
  assert.equal(hub.addresses.length, 2)
  assert.ok(await isWell())
  assert.equal(await hub.end('SIGTERM'), 0)
  assert.match(hub.said(), / hub_stopped: /)
})

test('a hub whose disk is not mounted says that it made a store, and acknowledges nothing', async (context) => {
  const scene = await createHubScene(context, 'listen: 127.0.0.1:0')
  const { identifier, secret } = JSON.parse(await scene.run('agents add web1.example.com', { json: true }))
  await rename(scene.store, `${scene.store}-unmounted`)
  await mkdir(scene.store)
  const report = async (address = ''): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${identifier}:${secret}`).toString('base64')}`
    const headers = { authorization, 'content-type': 'application/json' }
    const body = '{"report":{"entries":[]}}'
    return (await fetch(`http://${address}/api/reports`, { method: 'POST', headers, body })).status
  }
  const hub = await startHub(scene.config)
  context.after(() => hub.end('SIGKILL'))
  assert.ok(hub.said().includes(`store_made: There was no store, so a new one was made: ${scene.store}.`), hub.said())
  assert.equal(await report(hub.addresses[0]), 401)
  assert.equal(await hub.end('SIGTERM'), 0)
  await rm(scene.store, { recursive: true })
  await rename(`${scene.store}-unmounted`, scene.store)
  const again = await startHub(scene.config)
  context.after(() => again.end('SIGKILL'))
  assert.doesNotMatch(again.said(), /store_made/)
  assert.equal(await report(again.addresses[0]), 202)
})
