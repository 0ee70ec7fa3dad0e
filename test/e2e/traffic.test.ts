import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { parseReport } from '../../agent/spool/reports/report-file.ts'
import { startAgent } from '../support/agent-process.ts'
import { promtoolSays, withoutPromtool } from '../support/promtool.ts'
import { temporaryFolder } from '../support/spool-scene.ts'

interface Scene {
  readonly folder: string
  readonly log: (name: string) => string
  /** Runs a command of the agent with the configuration, which must succeed. */
  readonly run: (...args: readonly string[]) => Promise<string>
}

/** An agent that counts the requests of all logs in a folder, of which two hundred in ten seconds are too many. */
async function createScene(t: TestContext): Promise<Scene> {
  const folder = await temporaryFolder(t)
  for (const name of ['domlogs', 'metrics']) mkdirSync(join(folder, name))
  const config = join(folder, 'spoor.yml')
  const lines = [
    `traffic: { logs: [{ path: "${folder}/domlogs/*" }], alerts: { requests: { over: 20/s, window: 10s } } }`,
    'transmission:',
    '  host: http://127.0.0.1:9',
    '  status: true',
    '  credentials: { api_identifier: ABC123, api_secret: secret456 }',
    'events: [traffic_high]',
    `spool: { path: ${folder}/spool }`,
    `runtime: { path: ${folder}/run }`,
    `metrics: { textfile: ${folder}/metrics }`,
  ]
  writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 })
  return {
    folder,
    log: (name) => join(folder, 'domlogs', name),
    run: async (...args) => {
      const { stdout, stderr } = await startAgent([...args, '--config', config]).exited
      return `${stdout}${stderr}`
    },
  }
}

/** Requests of a minute that is over, as Apache writes them. */
function requests(count: number): string {
  const [, day, month, year, time] = new Date(Date.now() - 180_000).toUTCString().split(' ')
  const line = `192.0.2.1 - - [${day}/${month}/${year}:${time} +0000] "GET / HTTP/1.1" 200 1000 "-" "-"\n`
  return line.repeat(count)
}

test('requests in access logs become an alert, totals and metrics, once each', async (t) => {
  const { folder, log, run } = await createScene(t)
  for (const name of ['shop.example', 'shop.example-bytes_log']) writeFileSync(log(name), requests(5))
  assert.match(await run('check'), /traffic\.logs\.0: \S+ matches 1 log$/m)
  await run('collect', '--once')
  appendFileSync(log('shop.example'), `${requests(300)}no request\n`)
  appendFileSync(log('shop.example-bytes_log'), requests(300))
  await run('collect', '--once')
  await run('collect', '--once')
  const sealed = join(folder, 'spool', 'sealed')
  const reports = readdirSync(sealed).map((name) => parseReport(readFileSync(join(sealed, name), 'utf8')))
  const entries = reports.flatMap((report) => (typeof report === 'string' ? assert.fail(report) : report.entries))
  assert.deepEqual(
    entries.map(({ type, value }) => [type, value]),
    [['traffic_high', 300]],
  )
  const metrics = readFileSync(join(folder, 'metrics', 'spoor_agent_collector.prom'), 'utf8')
  assert.match(metrics, /^spoor_agent_http_lines_late_total 0$/m)
  if (withoutPromtool() === false) assert.equal(promtoolSays(metrics), '')
  const status: { sources: { source: string; lines: number }[] } = JSON.parse(await run('status', '--json'))
  assert.deepEqual(
    status.sources.map(({ source, lines }) => [source, lines]),
    [['traffic', 301]],
  )
})
