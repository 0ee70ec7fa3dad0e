import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { suite, test, type TestContext } from 'node:test'
import { commandBy } from '../../../../agent/probes/command/command.ts'
import type { Gauge } from '../../../../agent/probes/probe.ts'
import { freePort } from '../../../support/free-port.ts'
import { unlessInstalled } from '../../../support/installed.ts'
import { type ProbeRun, playService, runProbe } from '../probe-scene.ts'

const FOLDER = '/usr/lib/nagios/plugins'

function plugin(name: string, ...words: readonly string[]): Promise<ProbeRun> {
  return runProbe(
    commandBy(() => undefined),
    { exec: [`${FOLDER}/${name}`, ...words] },
  )
}

/** Labels and names of what was measured. */
function measured(gauges: readonly Gauge[] = []): readonly string[] {
  return gauges.map(({ name, of }) => `${of?.['label']} ${name}`)
}

async function webPort(t: TestContext): Promise<string> {
  const server = createServer((_, response) => response.end('Welcome')).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  return String(typeof address === 'object' ? address?.port : '')
}

const skip = unlessInstalled(`${FOLDER}/check_load`, 'monitoring-plugins-basic')

suite('a plugin of Monitoring Plugins', { skip }, () => {
  test('check_load tells its three numbers, and warns', async () => {
    const calm = await plugin('check_load', '-w', '9999,9999,9999', '-c', '9999,9999,9999')
    assert.equal(calm.verdict, 'ok', calm.text)
    assert.deepEqual(measured(calm.gauges), ['load1 plugin_value', 'load5 plugin_value', 'load15 plugin_value'])
    const { verdict } = await plugin('check_load', '-w', '0,0,0', '-c', '9999,9999,9999')
    assert.ok(verdict === 'warning' || verdict === 'ok')
  })

  test('check_disk tells bytes', async () => {
    const { verdict, text, gauges } = await plugin('check_disk', '-w', '0%', '-c', '0%', '-p', tmpdir())
    assert.equal(verdict, 'ok', text)
    assert.deepEqual(
      gauges?.map(({ name }) => name),
      ['plugin_bytes'],
    )
    assert.ok((gauges?.[0]?.value ?? 0) > 1024 ** 2)
    const full = await plugin('check_disk', '-w', '100%', '-c', '100%', '-p', tmpdir())
    assert.equal(full.verdict, 'failed', full.text)
  })

  test('check_procs counts, and warns', async () => {
    const all = await plugin('check_procs', '-c', '1:')
    assert.equal(all.verdict, 'ok', all.text)
    assert.deepEqual(measured(all.gauges), ['procs plugin_value'])
    assert.equal((await plugin('check_procs', '-w', '0:0', '-c', '0:9999999')).verdict, 'warning')
  })

  test('check_tcp and check_http ask a service, and say that it is not there', async (t) => {
    const port = await webPort(t)
    const tcp = await plugin('check_tcp', '-H', '127.0.0.1', '-p', port)
    assert.equal(tcp.verdict, 'ok', tcp.text)
    assert.deepEqual(measured(tcp.gauges), ['time plugin_seconds'])
    const http = await plugin('check_http', '-I', '127.0.0.1', '-p', port, '-s', 'Welcome')
    assert.equal(http.verdict, 'ok', http.text)
    assert.deepEqual(measured(http.gauges), ['time plugin_seconds', 'size plugin_bytes'])
    const other = await plugin('check_http', '-I', '127.0.0.1', '-p', port, '-s', 'Goodbye')
    assert.equal(other.verdict, 'failed', other.text)
    const refused = await plugin('check_tcp', '-H', '127.0.0.1', '-p', String(await freePort()))
    assert.equal(refused.verdict, 'failed')
    assert.match(refused.text, /refused/i)
  })

  test('that waits for a service that hangs is ended once the time is over', async (t) => {
    const { port, connected } = await playService(t, (socket) => socket.resume())
    const exec = [`${FOLDER}/check_tcp`, '-H', '127.0.0.1', '-p', String(port), '-e', 'never', '-t', '1000']
    const { verdict, text } = await runProbe(
      commandBy(() => undefined),
      { exec },
      connected,
    )
    assert.deepEqual([verdict, text], ['failed', `${FOLDER}/check_tcp did not end in time`])
  })

  test('that is used wrongly says nothing about what it looks at', async () => {
    const { verdict, text } = await plugin('check_tcp', '--no-such-option')
    assert.equal(verdict, 'unknown', text)
  })
})
