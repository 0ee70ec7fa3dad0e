import assert from 'node:assert/strict'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { CursorQueue } from '../../../../agent/spool/cursor/cursor-queue.ts'
import { Retries } from '../../../../agent/spool/cursor/retries.ts'
import { coverText, formatReport, makeReport } from '../../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { testQueue } from '../../../support/queue-contract.ts'
import { createSpool, entryOf, reportUpTo } from '../../../support/spool-scene.ts'

const ignore = (): void => undefined

testQueue('a cursor', async (t) => {
  const { folders, tell, put } = await createSpool(t)
  await CursorQueue.open(folders, 'hub', tell)
  let sequence = 0
  return {
    open: () => CursorQueue.open(folders, 'hub', tell),
    seal: async () => {
      sequence += 1
      const entries = [1, 2, 3].map((number) => entryOf(`${sequence}-${number}`))
      const report = makeReport({ entries, steps: reportUpTo(sequence).steps })
      await put('parsed', sequence, report)
      return report.id
    },
  }
})

test('a new receiver starts with the next report to be sealed', async (t) => {
  const { folders, tell, put } = await createSpool(t)
  await put('transmitted', 1, reportUpTo(10))
  const queue = await CursorQueue.open(folders, 'hub', tell)
  assert.equal(await queue.next(), undefined)
  await put('parsed', 2, reportUpTo(20))
  assert.equal((await queue.next())?.name, reportName(2))
})

test('each receiver has its own cursor: a report settled for one still waits for the other', async (t) => {
  const { folders, tell, put } = await createSpool(t)
  const [one, other] = [await CursorQueue.open(folders, 'one', tell), await CursorQueue.open(folders, 'other', tell)]
  await put('transmitted', 1, reportUpTo(10))
  await one.accepted((await one.next()) ?? assert.fail(), ignore)
  assert.deepEqual([one.upTo, other.upTo], [1, 0])
  assert.equal((await other.next())?.name, reportName(1))
})

test('a report that is to be sent again before its refusal has settled waits for that, and is sent again', async (t) => {
  const { folders, tell, put } = await createSpool(t)
  const queue = await CursorQueue.open(folders, 'hub', tell)
  await put('parsed', 1, reportUpTo(10))
  const report = (await queue.next()) ?? assert.fail()
  await new Retries(folders, 'hub').add([report.name])
  assert.equal(await queue.next(), undefined)
  await queue.rejected(report, 'HTTP 400.', ignore)
  assert.equal((await queue.next())?.name, report.name)
})

test('missing numbers, dropped reports and foreign files hold nothing up', async (t) => {
  const { folders, tell, put, codes } = await createSpool(t)
  const queue = await CursorQueue.open(folders, 'hub', tell)
  for (const number of [1, 2, 4, 5]) await put('parsed', number, reportUpTo(number * 10))
  await rm(join(folders.sealed, reportName(1)))
  await writeFile(join(folders.sealed, reportName(2)), coverText(formatReport(reportUpTo(20))), { mode: 0o600 })
  await writeFile(join(folders.sealed, reportName(4)), 'no report', { mode: 0o600 })
  const report = (await queue.next()) ?? assert.fail()
  assert.equal(report.name, reportName(5))
  await queue.accepted(report, ignore)
  assert.equal(await queue.next(), undefined)
  assert.equal(queue.upTo, 5)
  assert.deepEqual(codes(), ['spool_file_not_ours'])
})

test('the newest thousand refusals of a receiver are kept with their reasons', async (t) => {
  const { folders, tell, put, codes } = await createSpool(t)
  const queue = await CursorQueue.open(folders, 'hub', tell)
  await put('parsed', 1, reportUpTo(10))
  await put('parsed', 2, reportUpTo(20))
  await queue.rejected((await queue.next()) ?? assert.fail(), 'HTTP 400.', ignore)
  const second = (await queue.next()) ?? assert.fail()
  await queue.divided(second, [{ first: 0, entries: second.entries, reason: 'HTTP 422.' }], ignore)
  const { refused } = JSON.parse(await readFile(join(folders.receivers, 'hub', 'refused.json'), 'utf8'))
  assert.deepEqual(refused, [
    { report: reportName(1), reason: 'HTTP 400.' },
    { report: reportName(2), first: 0, count: 1, reason: 'HTTP 422.' },
  ])
  assert.deepEqual(codes(), ['receiver_refused', 'receiver_refused_entries'])
})

test('with a torn cursor the receiver gets every existing report again, with a notice', async (t) => {
  const { folders, tell, put, codes } = await createSpool(t)
  await CursorQueue.open(folders, 'hub', tell)
  await put('parsed', 1, reportUpTo(10))
  await writeFile(join(folders.receivers, 'hub', 'cursor.json'), '{"version":1,"up')
  const queue = await CursorQueue.open(folders, 'hub', tell)
  assert.equal((await queue.next())?.name, reportName(1))
  assert.deepEqual(codes(), ['cursor_unreadable'])
})

test('of several who create a cursor at once one does, and all find the same', async (t) => {
  const { folders, names, tell, put } = await createSpool(t)
  await put('parsed', 1, reportUpTo(10))
  const queues = await Promise.all(Array.from({ length: 8 }, () => CursorQueue.open(folders, 'hub', tell)))
  assert.deepEqual([...new Set(queues.map(({ upTo }) => upTo))], [1])
  assert.deepEqual(await readdir(join(folders.receivers, 'hub')), ['cursor.json', 'retry'])
  assert.deepEqual(await names('receivers'), ['hub'])
})
