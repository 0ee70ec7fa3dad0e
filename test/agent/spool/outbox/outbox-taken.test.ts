// A report in flight can be dropped by hand.
import assert from 'node:assert/strict'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { Outbox } from '../../../../agent/spool/outbox/outbox.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { createSpool, reportUpTo } from '../../../support/spool-scene.ts'

const HOST = 'server.example.net'

test('a report taken away in flight gives a notice of its outcome, and leaves no trace', async (t) => {
  const { put, folders, tell, told, names } = await createSpool(t)
  const outbox = new Outbox(folders, HOST, tell)
  for (const sequence of [1, 2]) await put('parsed', sequence, reportUpTo(sequence))
  const [first, second] = [(await outbox.next()) ?? assert.fail(), (await outbox.next()) ?? assert.fail()]
  for (const sequence of [1, 2]) await rm(join(folders.parsed, reportName(sequence)))
  let moves = 0
  await outbox.accepted(first, () => (moves += 1))
  await outbox.rejected(second, 'Too large.', () => (moves += 1))
  assert.equal(moves, 2)
  assert.deepEqual([await names('transmitted'), await names('failed')], [[], []])
  assert.deepEqual(
    told.map(({ code, text }) => `${code}: ${text}`),
    [
      `report_taken: ${reportName(1)} was taken out of parsed while it was being sent; the API accepted it.`,
      `report_taken: ${reportName(2)} was taken out of parsed while it was being sent; the API refused it: Too large.`,
    ],
  )
  assert.equal(await outbox.next(), undefined)
})

test('a report does not count as taken away while all of parsed/ is missing', async (t) => {
  const { put, folders, tell, codes } = await createSpool(t)
  const outbox = new Outbox(folders, HOST, tell)
  await put('parsed', 1, reportUpTo(10))
  const report = (await outbox.next()) ?? assert.fail()
  await rename(folders.parsed, `${folders.parsed}.away`)
  await assert.rejects(
    outbox.accepted(report, () => undefined),
    { code: 'ENOENT' },
  )
  assert.deepEqual(codes(), [])
})
