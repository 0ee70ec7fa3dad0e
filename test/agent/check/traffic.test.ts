import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { trafficFindings } from '../../../agent/check/traffic.ts'
import { QUIET, requestLine } from '../../support/counted-traffic.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

/** State and text of each finding about a log of this name, without the folder's path. */
async function look(
  t: TestContext,
  logs: Readonly<Record<string, string>>,
  name: string,
  format?: string,
): Promise<readonly string[]> {
  const folder = await temporaryFolder(t)
  for (const [name, text] of Object.entries(logs)) await writeFile(join(folder, name), text, 'latin1')
  const log = { path: join(folder, name), option: 'traffic.logs.0.path', format, vhost: undefined }
  const config = { ...exampleConfig(folder), traffic: { ...QUIET, logs: [log] } }
  const findings = await trafficFindings({
    config,
    files: [],
    notices: [],
    drivers: [],
    placeOf: (path) => path.join('.'),
  })
  return findings.map(({ check, state, text }) => `${check} ${state}: ${text.replaceAll(`${folder}/`, '')}`)
}

const LINE = requestLine({})

test('of a log the lines that fit are counted, and the format is named that they are read as', async (t) => {
  assert.deepEqual(await look(t, { log: `${LINE}x\n${LINE}` }, 'log'), [
    `traffic ok: log: of its last 3 lines 2 fit the format, read as combined; the first that does not begins at byte ${LINE.length}`,
  ])
  assert.deepEqual(await look(t, { log: `www.example.com:80 ${LINE}` }, 'log'), [
    'traffic ok: log: of its last 1 line 1 fits the format, read as vhost_combined',
  ])
})

test('where less than half fit, the format is named that would be better', async (t) => {
  assert.deepEqual(await look(t, { log: LINE.repeat(3) }, 'log', 'vhost_combined'), [
    'traffic warning: traffic.logs.0.path: log: of its last 3 lines 0 fit the format; the first that does not begins at byte 0; 3 fit combined: write format: combined',
  ])
  assert.deepEqual(await look(t, { log: 'x\n' }, 'log'), [
    'traffic warning: traffic.logs.0.path: log: of its last 1 line 0 fit the format, read as combined; the first that does not begins at byte 0; write their format as format: LOGFORMAT',
  ])
})

test('only the end of a long log is looked at, in whole lines, without one that is not finished', async (t) => {
  const [, lines] =
    /last (\d+) lines \1 fit/.exec(
      String(await look(t, { log: `${'x\n'.repeat(100_000)}${LINE.repeat(1000)}${LINE.slice(0, 20)}` }, 'log')),
    ) ?? []
  assert.equal(Number(lines), Math.floor((65_536 - 20) / LINE.length))
})

test('the logs of a folder are summed up, and only those named that do not fit', async (t) => {
  const logs = { 'a.example': LINE.repeat(2), 'b.example': 'x\n', 'a.example-bytes_log': '1 2 .\n' }
  assert.deepEqual(await look(t, logs, '*'), [
    'traffic ok: * matches 2 access logs; of its last 3 lines 2 fit the format',
    'traffic warning: traffic.logs.0.path: b.example: of its last 1 line 0 fit the format, read as combined; the first that does not begins at byte 0; write their format as format: LOGFORMAT',
  ])
})

test('a log that is not there, or empty, is no fault of its format', async (t) => {
  assert.deepEqual(await look(t, {}, 'log'), [])
  assert.deepEqual(await look(t, { log: '' }, 'log'), ['traffic ok: log has no lines yet'])
  assert.deepEqual(await look(t, { 'a.example': '' }, '*'), [])
})
