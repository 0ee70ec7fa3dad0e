import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { coverText, formatReport } from '../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { sealedIds } from '../../../agent/spool/sealed-ids.ts'
import { createSpool, reportUpTo } from '../../support/spool-scene.ts'

test('ids come from all reports, sent, dropped or waiting, and from nothing else', async (t) => {
  const { folders, put } = await createSpool(t)
  for (const [index, place] of (['parsed', 'transmitted', 'failed'] as const).entries()) {
    await put(place, index + 1, reportUpTo(10 * (index + 1)))
    await writeFile(join(folders[place], 'report.000000000009.json'), '{}')
    await writeFile(join(folders[place], 'login.1.2.json'), JSON.stringify(reportUpTo(99)))
  }
  await put('dropped', 4, reportUpTo(40))
  await writeFile(join(folders.dropped, reportName(5)), coverText(formatReport(reportUpTo(50))))
  await writeFile(join(folders.dropped, reportName(6)), coverText('{'))
  const ids = new Set<string>()
  for await (const id of sealedIds(folders)) ids.add(id)
  assert.deepEqual([...ids].sort(), ['login-10', 'login-20', 'login-30', 'login-40', 'login-50'])
})
