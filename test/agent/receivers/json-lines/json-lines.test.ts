import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { lineFileFindings } from '../../../../agent/check/line-file.ts'
import type { JsonLinesConfig } from '../../../../agent/config/config.ts'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import { jsonLines } from '../../../../agent/receivers/json-lines/json-lines.ts'
import { appendLines } from '../../../../agent/receivers/json-lines/line-file.ts'
import type { Receiver } from '../../../../agent/receivers/receiver.ts'
import { CursorQueue } from '../../../../agent/spool/cursor/cursor-queue.ts'
import { createCursors } from '../../../../agent/spool/cursor/new-cursors.ts'
import { makeReport } from '../../../../agent/spool/reports/report-file.ts'
import type { Totals } from '../../../../lib/totals/totals.ts'
import { countedTotals } from '../../../support/counted-totals.ts'
import { createSpool, putSealed, temporaryFolder } from '../../../support/spool-scene.ts'

const { signal } = new AbortController()

interface Scene {
  readonly config: JsonLinesConfig
  readonly open: () => Promise<Receiver<unknown>>
  readonly sent: (...totals: readonly Totals[]) => Promise<Outcome>
  readonly lines: (file?: string) => readonly Record<string, unknown>[]
}

async function createScene(t: TestContext): Promise<Scene> {
  const config: JsonLinesConfig = {
    name: 'lines',
    type: 'json-lines',
    option: 'receivers.lines',
    events: [],
    enabled: true,
    concurrency: 1,
    interval: undefined,
    retryRefused: false,
    totals: ['traffic', 'mail', 'bandwidth'],
    file: join(await temporaryFolder(t), 'totals.jsonl'),
  }
  const open: Scene['open'] = async () => {
    const opened = await jsonLines.prepare(config, { host: { name: 'web1.example.com', labels: {} } })
    return opened({ wants: () => true, tell: () => undefined, elapsed: () => 0, root: '/nowhere' })
  }
  return {
    config,
    open,
    sent: async (...totals) => {
      const receiver = await open()
      return receiver.send(receiver.project({ id: 'r', entries: [], totals }) ?? assert.fail(), signal)
    },
    lines: (file = config.file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
  }
}

const MINUTE = countedTotals('traffic', 1_795_834_860, [
  ['', 7, 700],
  ['example.org', 7, 700],
])

test('each row is a line with its period, its key and its numbers', async (t) => {
  const { sent, lines } = await createScene(t)
  assert.deepEqual(await sent(MINUTE), { result: 'accepted' })
  const [whole, row] = lines()
  const numbers = { requests: 7, bytes: 700, status_1xx: 0, status_2xx: 0, status_3xx: 0, status_4xx: 0, status_5xx: 0 }
  const period = { host: 'web1.example.com', kind: 'traffic', time: '2026-11-28T03:01:00Z', seconds: 60, revision: 0 }
  assert.deepEqual(
    [whole, row],
    [
      { id: whole?.['id'], ...period, vhost: null, ...numbers },
      { id: row?.['id'], ...period, vhost: 'example.org', ...numbers },
    ],
  )
  assert.notEqual(whole?.['id'], row?.['id'])
})

test('after a kill between the lines and the cursor no line is lost, and those that come again have the same id', async (t) => {
  const { folders } = await createSpool(t)
  const { open, lines } = await createScene(t)
  await createCursors(folders, ['lines'])
  for (const number of [1, 2, 3]) {
    const totals = [countedTotals('traffic', number * 60, [['', number]])]
    await putSealed(folders, 'parsed', number, makeReport({ entries: [], totals, steps: [] }))
  }
  // The first process dies after it has written two of them, and has noted one.
  for (const dies of [true, false]) {
    const queue = await CursorQueue.open(folders, 'lines', ({ text }) => assert.fail(text))
    const receiver = await open()
    for (let count = 1; ; count += 1) {
      const report = await queue.next()
      if (report === undefined) break
      assert.deepEqual(await receiver.send(receiver.project(report), signal), { result: 'accepted' })
      if (dies && count === 2) break
      await queue.accepted(report, () => undefined)
    }
  }
  const requests = lines().map(({ requests }) => requests)
  assert.deepEqual(requests, [1, 2, 2, 3])
  const ids = lines().map(({ id }) => id)
  assert.equal(ids[1], ids[2])
  assert.equal(new Set(ids).size, 3)
})

test('half a line that a crash left is removed, and what comes again stands there whole', async (t) => {
  const { config, sent, lines } = await createScene(t)
  await sent(MINUTE)
  const whole = readFileSync(config.file)
  for (const half of ['{', '{"id":"', whole.subarray(0, whole.indexOf(0x0a)).toString()]) {
    writeFileSync(config.file, whole)
    appendFileSync(config.file, half)
    assert.deepEqual(await sent(MINUTE), { result: 'accepted' })
    assert.equal(lines().length, 4, half)
  }
})

test('a file that ends in half a line of somebody else stays as it is, and everything waits', async (t) => {
  const { config, sent } = await createScene(t)
  for (const text of ['password', 'line\nhalf', `{"id":"${'x'.repeat(100_000)}`]) {
    writeFileSync(config.file, text)
    const outcome = await sent(MINUTE)
    assert.ok(outcome.result === 'later' && outcome.cause === 'configuration')
    assert.match(outcome.reason, /totals\.jsonl ends in half a line that is not of the agent.*receivers\.lines\.file/)
    assert.equal(readFileSync(config.file, 'utf8'), text)
  }
})

test('after a rotation lines go to the new file', async (t) => {
  const { config, sent, lines } = await createScene(t)
  await sent(MINUTE)
  renameSync(config.file, `${config.file}.1`)
  await sent(MINUTE)
  assert.deepEqual([lines().length, lines(`${config.file}.1`).length], [2, 2])
})

test('what is no file, or cannot be written, says what to correct; check says so before', async (t) => {
  const { config, sent } = await createScene(t)
  const linked = { ...config, file: `${config.file}.link.jsonl` }
  symlinkSync(config.file, linked.file)
  mkdirSync(config.file)
  const outcome = await sent(MINUTE)
  assert.ok(outcome.result === 'later' && outcome.cause === 'configuration')
  assert.match(outcome.reason, /totals\.jsonl cannot be written \(EISDIR\): correct receivers\.lines\.file, or let/)
  await assert.rejects(appendLines(linked.file, Buffer.from('{}\n')), { code: 'ELOOP' })
  const texts = async (each: JsonLinesConfig): Promise<readonly string[]> =>
    (await lineFileFindings(each)).map(({ text }) => text)
  assert.match((await texts(config)).join(), /totals\.jsonl is not a file; name another one \(receivers\.lines\.file\)/)
  assert.match((await texts(linked)).join(), /is not a file/)
  assert.match(
    (await texts({ ...config, file: '/nowhere/at/all.jsonl' })).join(),
    /^\/nowhere\/at is no folder; make it/,
  )
  assert.deepEqual(await texts({ ...config, file: `${config.file}.other.jsonl` }), [])
})
