import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { namesIn } from '../../../../agent/spool/reports/ordered-names.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('the report names of a folder, and no others, come oldest first in pieces of any size', async (t) => {
  const folder = await temporaryFolder(t)
  const reports = Array.from({ length: 20 }, (_, index) => reportName(index + 1))
  for (const name of reports.toReversed()) writeFileSync(join(folder, name), '')
  for (const name of ['login.10.2.json', 'error.9.1.json', 'report.1.json', `${reportName(1)}.reason`]) {
    writeFileSync(join(folder, name), '')
  }
  mkdirSync(join(folder, 'folder'))
  for (const most of [1, 3, 22, 100]) {
    const names: string[] = []
    for await (const name of namesIn(folder, most)) names.push(name)
    assert.deepEqual(names, ['error.9.1.json', 'login.10.2.json', ...reports])
  }
})

test('an early return leaves nothing open, and names that disappear are skipped', async (t) => {
  const folder = await temporaryFolder(t)
  for (const sequence of [1, 2, 3]) writeFileSync(join(folder, reportName(sequence)), '')
  for await (const name of namesIn(folder)) {
    assert.equal(name, reportName(1))
    break
  }
  const names: string[] = []
  for await (const name of namesIn(folder, 1)) {
    names.push(name)
    rmSync(join(folder, reportName(2)), { force: true })
  }
  assert.deepEqual(names, [reportName(1), reportName(3)])
})
