import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
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
