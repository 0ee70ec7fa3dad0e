import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { isReportName } from '../../../../agent/spool/reports/report-order.ts'

test('a report is recognised by its name', () => {
  const names = [reportName(1), 'login.1.2.json', 'report.1.json', 'login.1.json', `${reportName(1)}.reason`]
  assert.deepEqual(names.map(isReportName), [true, true, false, false, false])
})
