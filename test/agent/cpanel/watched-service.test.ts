import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { serviceFile, WATCHED_SERVICES } from '../../../agent/cpanel/watched-service.ts'
import { startAgent } from '../../support/agent-process.ts'
import { startFakeApi } from '../../support/fake-api.ts'
import { createTestHost } from '../../support/test-host.ts'

test("a service's file looks for its process and starts its unit again", () => {
  assert.deepEqual(WATCHED_SERVICES.map(serviceFile), [
    'service[spoor-agent-collector]=x,x,x,/usr/bin/systemctl restart spoor-agent-collector.service,spoor-collect,spoor\n',
    'service[spoor-agent-transmitter]=x,x,x,/usr/bin/systemctl restart spoor-agent-transmitter.service,spoor-transmit,spoor\n',
    'service[spoor-agent-watcher]=x,x,x,/usr/bin/systemctl restart spoor-agent-watcher.service,spoor-watch,spoor-watch\n',
  ])
})

test('the processes have the names that chkservd looks for, in the list of processes and in their command lines', async (t) => {
  const api = await startFakeApi()
  const host = await createTestHost({ api: api.url })
  t.after(() => Promise.all([api.close(), host.remove()]))
  for (const [index, command] of ['collect', 'transmit'].entries()) {
    const agent = startAgent([command, '--config', host.config])
    await agent.untilLine(/(collector|transmitter)_started/)
    const names = [`/proc/${agent.pid}/comm`, `/proc/${agent.pid}/cmdline`].map((file) => readFile(file, 'utf8'))
    const name = WATCHED_SERVICES[index]?.process ?? ''
    assert.deepEqual(
      (await Promise.all(names)).map((each) => each.replaceAll(/[\0\n]/g, '')),
      [name, name],
    )
    agent.kill('SIGTERM')
    await agent.exited
  }
})
