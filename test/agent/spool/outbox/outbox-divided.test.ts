import assert from 'node:assert/strict'
import { readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { Outbox } from '../../../../agent/spool/outbox/outbox.ts'
import { recover } from '../../../../agent/spool/recovery.ts'
import { makeReport, parseReport, reportId } from '../../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { createSpool, entryOf, reportUpTo } from '../../../support/spool-scene.ts'

test('refused parts are written with their reasons before the report moves; recovery sees one report', async (t) => {
  const { folders, put, names, tell } = await createSpool(t)
  const outbox = new Outbox(folders, 'server.example.net', tell)
  const whole = makeReport({ ...reportUpTo(30), entries: ['a', 'b', 'c'].map(entryOf) })
  await put('parsed', 3, whole)
  const report = (await outbox.next()) ?? assert.fail()
  const refused = [{ first: 1, entries: whole.entries.slice(1, 2), reason: 'no\nb' }]
  let isMoved = false
  await outbox.divided(report, refused, () => (isMoved = true))
  const part = 'report.000000000003.part-2.json'
  assert.deepEqual([isMoved, await names('transmitted'), await names('parsed')], [true, [reportName(3)], []])
  assert.deepEqual(await names('failed'), [part, `${part}.reason`])
  assert.equal(await readFile(join(folders.failed, `${part}.reason`), 'utf8'), 'no?b\n')
  assert.deepEqual(parseReport(await readFile(join(folders.failed, part), 'utf8')), {
    ...whole,
    id: reportId(whole.entries.slice(1, 2)),
    entries: whole.entries.slice(1, 2),
  })
  assert.equal((await recover(folders, tell)).sequence, 3)
})

test('a report that was damaged before it is divided stays in place', async (t) => {
  const { folders, put, names, tell } = await createSpool(t)
  const outbox = new Outbox(folders, 'server.example.net', tell)
  await put('parsed', 3, reportUpTo(30))
  const report = (await outbox.next()) ?? assert.fail()
  await truncate(join(folders.parsed, reportName(3)))
  await assert.rejects(
    outbox.divided(report, [], () => undefined),
    /^Error: report\.000000000003\.json: it is no report/,
  )
  assert.deepEqual(await names('parsed'), [reportName(3)])
})

test('a report that has left parsed/, wherever to, is no longer noted as divided', async (t) => {
  const { folders, put, tell } = await createSpool(t)
  const outbox = new Outbox(folders, 'server.example.net', tell)
  const ends = ['accepted', 'rejected', 'divided', 'not yet'] as const
  for (const [sequence] of ends.entries()) await put('parsed', sequence, reportUpTo(sequence))
  const ids: string[] = []
  for (const end of ends) {
    const report = (await outbox.next()) ?? assert.fail()
    ids.push(report.id)
    await outbox.divisions.note(report.id, report.id)
    if (end === 'accepted') await outbox.accepted(report, () => undefined)
    if (end === 'rejected') await outbox.rejected(report, 'No.', () => undefined)
    if (end === 'divided') await outbox.divided(report, [], () => undefined)
  }
  const { divisions } = new Outbox(folders, 'server.example.net', tell)
  assert.deepEqual(await Promise.all(ids.map(async (id) => (await divisions.of(id)).size)), [0, 0, 0, 1])
})
