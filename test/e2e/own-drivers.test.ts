import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startAgent } from '../support/agent-process.ts'
import { hasReported, reported, stage, stopped } from '../support/reload-scene.ts'
import { loginLine } from '../support/test-host.ts'

test('an own driver counts from the next reload, a wrong one is refused alone, and its lines leave only if it says so', async () => {
  const { api, host, config, configure } = await stage()
  await configure(`${config}events: all\n`)
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  await mkdir(join(host.folder, 'drivers.d'), { mode: 0o755 })
  const log = join(host.folder, 'shop.log')
  const paid = 'Nov 28 07:01:02 web1 shop: bert@example.com paid\n'
  await writeFile(log, `Nov 28 07:01:02 web1 shop: anna@example.com entered from 192.0.2.10\n${paid}`)
  const driver = (send: boolean): string => `
path: ${log}
start: beginning
send: ${send}
patterns:
  - { pattern: 'shop: (?P<mailbox_address>\\S+) entered from (?P<ip>\\S+)$', kind: login, context: mailbox }
  - { pattern: 'shop: (?P<who>\\S+) paid', kind: log_line }
`
  const file = join(host.folder, 'drivers.d/shop.yml')
  const reload = async (text: string, count: number): Promise<void> => {
    await writeFile(file, text)
    agent.kill('SIGHUP')
    await agent.untilLine(/config_reloaded/, count)
  }
  await reload(driver(false), 1)
  await reported(api, 'anna@example.com')
  await reload('path: shop.log\n', 2)
  assert.match(
    await agent.untilLine(/driver_refused/),
    /the others are: .*shop\.yml:2:1|shop\.yml:1:7: path: is not an absolute/,
  )
  await host.write('login', loginLine('carl@example.com'))
  await reported(api, 'carl@example.com')
  assert.ok(api.requests.every(({ body }) => !body.includes('bert@example.com')))
  await reload(driver(true), 3)
  await agent.untilLine(/source_found: shop/, 2)
  await writeFile(log, paid.replace('bert', 'dora'), { flag: 'a' })
  while (!api.requests.some(({ body }) => body.includes('{\\"who\\":\\"dora@example.com\\"}')))
    await api.arrived(api.requests.length + 1)
  assert.ok(!hasReported(api, 'bert@example.com'))
  await stopped(agent)
})
