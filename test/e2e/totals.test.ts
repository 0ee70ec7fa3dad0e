// The transmitter is killed while it brings totals to a real InfluxDB and to a file.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createCursors } from '../../agent/spool/cursor/new-cursors.ts'
import { formatReport, makeReport } from '../../agent/spool/reports/report-file.ts'
import { reportName } from '../../agent/spool/reports/report-name.ts'
import { ensureSpoolFolders, spoolFolders } from '../../agent/spool/spool-folders.ts'
import { startAgent } from '../support/agent-process.ts'
import { countedTotals } from '../support/counted-totals.ts'
import { freePort } from '../support/free-port.ts'
import { startInfluxd, withoutInfluxd } from '../support/influxd.ts'
import { temporaryFolder } from '../support/spool-scene.ts'

const START = 1_795_834_800
const MINUTES = Array.from({ length: 12 }, (_, index) => START + index * 60)

/** What becomes of an answer of the server: it goes back, or is lost. */
type Fate = 'answered' | 'lost'

/** Passes requests on to a server; `fateOf` gets the number of each that the server has answered. */
async function startGate(t: TestContext, target: string, fateOf: (number: number) => Promise<Fate>): Promise<string> {
  let count = 0
  const server = http.createServer((request, response) => {
    const { method, headers, url = '' } = request
    const onward = http.request(target + url, { method, headers }, (answer) => {
      count += 1
      void fateOf(count).then((fate) =>
        fate === 'lost' ? response.destroy() : answer.pipe(response.writeHead(answer.statusCode ?? 0, answer.headers)),
      )
    })
    request.pipe(onward.on('error', () => response.destroy()))
  })
  const port = await freePort()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${port}`
}

test(
  'kills of the transmitter and of InfluxDB lose no point and no line, and count nothing twice',
  { skip: withoutInfluxd() },
  async (t) => {
    const server = await startInfluxd(t)
    const folder = await temporaryFolder(t)
    const folders = spoolFolders(join(folder, 'spool'))
    await ensureSpoolFolders(folders)
    await createCursors(folders, ['influx', 'lines'])
    for (const [index, start] of MINUTES.entries()) {
      const totals = [
        countedTotals('traffic', start, [
          ['', index],
          ['example.org', index],
        ]),
      ]
      const text = formatReport(makeReport({ entries: [], totals, steps: [] }))
      await writeFile(join(folders.sealed, reportName(index + 1)), text, { mode: 0o600 })
    }
    const fates = new Map<number, () => Promise<unknown>>()
    const url = await startGate(t, server.url, async (number) => {
      await fates.get(number)?.()
      return fates.has(number) ? 'lost' : 'answered'
    })
    const [config, file] = [join(folder, 'spoor.yml'), join(folder, 'totals.jsonl')]
    await writeFile(join(folder, 'password'), `${server.password}\n`, { mode: 0o600 })
    const lines = [
      `spool: { path: ${folders.root} }`,
      `runtime: { path: ${folder}/run }`,
      'receivers:',
      `  - { name: influx, type: influxdb, host: '${url}', database: spoor, user: writer, password_file: ${folder}/password }`,
      `  - { name: lines, type: json-lines, file: ${file} }`,
    ]
    await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 })

    const first = startAgent(['transmit', '--config', config])
    fates.set(4, async () => first.kill('SIGKILL'))
    assert.equal((await first.exited).signal, 'SIGKILL')
    fates.set(8, () => server.kill())
    const failed = await startAgent(['transmit', '--once', '--config', config]).exited
    assert.equal(failed.code, 1, failed.stderr)
    await server.start()
    const last = await startAgent(['transmit', '--once', '--config', config]).exited
    assert.equal(last.code, 0, last.stderr)

    assert.deepEqual(
      await server.rows('SELECT requests FROM spoor_traffic'),
      MINUTES.map((start, index) => [start, index]),
    )
    assert.deepEqual(await server.rows('SELECT count(requests) FROM spoor_traffic_by_vhost'), [[0, MINUTES.length]])
    const text = await readFile(file, 'utf8')
    assert.ok(text.endsWith('\n'))
    const written = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const numbers = new Map(written.map(({ id, requests }) => [id, requests]))
    assert.deepEqual(
      [...numbers.values()].toSorted((a, b) => a - b),
      MINUTES.flatMap((_, index) => [index, index]),
    )
    const said = [first.output, failed, last].map(({ stderr }) => stderr).join('')
    assert.ok(!said.includes(server.password))
  },
)
