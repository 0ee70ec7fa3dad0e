import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as check, nat, property } from 'fast-check'
import {
  coverText,
  formatReport,
  makeReport,
  parseCover,
  parseReport,
} from '../../../../agent/spool/reports/report-file.ts'
import { isReportFile, partName, reportName, sequenceOf } from '../../../../agent/spool/reports/report-name.ts'
import { entryOf, reportUpTo } from '../../../support/spool-scene.ts'

test('the name of a part has the number of its first entry, and a part covers nothing', () => {
  const part = partName(reportName(12), 6)
  assert.equal(part, 'report.000000000012.part-7.json')
  assert.equal(partName(part, 2), 'report.000000000012.part-9.json')
  assert.equal(sequenceOf(part), undefined)
  for (const name of [reportName(12), part]) assert.ok(isReportFile(name))
  for (const name of [`${part}.reason`, part.replace('7', '0'), part.replace('7', 'x'), `a${part}`]) {
    assert.ok(!isReportFile(name), name)
  }
})

test('a report is read back with the same keys, order and values', () => {
  const entries = [
    { zulu: null, alpha: 'ü\n"', number: -1.5, id: 'a', beta: '' },
    { id: 'b', type: 'login' },
  ]
  const report = makeReport({ ...reportUpTo(10), entries })
  const parsed = parseReport(formatReport(report))
  assert.equal(JSON.stringify(parsed), JSON.stringify(report))
})

test('a report is one line of JSON', () => {
  assert.match(formatReport(reportUpTo(10)), /^\{.*\}\n$/)
})

test('a report changed in any way since it was sealed is invalid', () => {
  const text = formatReport(reportUpTo(10))
  const changed = [
    text.replace('"offset":10', '"offset":11'),
    text.replace('"id":"login-10"', '"id":"login-11"'),
    text.replace('{', '{ '),
    text.trimEnd(),
    `${JSON.stringify(reportUpTo(10))}\n`,
  ]
  for (const each of changed) {
    assert.notEqual(each, text)
    assert.equal(parseReport(each), 'it is not as it was sealed: somebody, or the disk, has changed it')
  }
})

test('a report may hold totals alone; their ids are part of its own, and of what it covers', () => {
  const { entries: _, ...rest } = reportUpTo(10)
  const totals = [
    { kind: 'traffic', id: 't1', start: 60, seconds: 60, revision: 0, rows: [['', 1, 2, 0, 1, 0, 0, 0]] },
  ] as const
  const report = makeReport({ ...rest, entries: [], totals })
  assert.deepEqual(parseReport(formatReport(report)), report)
  assert.deepEqual(parseCover(coverText(formatReport(report)))?.ids, ['t1'])
  assert.notEqual(makeReport({ ...rest, entries: [entryOf('a')], totals }).id, report.id)
  const empty = parseReport(formatReport(makeReport({ ...rest, entries: [] })))
  assert.ok(typeof empty === 'string' && empty.includes('entries: there are none'))
})

test('the id of a report depends only on its entries', () => {
  const { id } = reportUpTo(10)
  const entries = [entryOf('login-10')]
  assert.equal(makeReport({ ...reportUpTo(999, 'other'), entries }).id, id)
  assert.notEqual(makeReport({ ...reportUpTo(10), entries: [...entries, entryOf('x')] }).id, id)
})

test('an invalid report is refused with the place of the fault', () => {
  const good = reportUpTo(10)
  const [step] = good.steps
  const cases: [unknown, RegExp][] = [
    [{ ...good, version: 3 }, /version/],
    [{ ...good, id: 'a b' }, /: id: /],
    [{ ...good, id: '' }, /: id: /],
    [{ ...good, id: 'x'.repeat(201) }, /: id: /],
    [{ ...good, steps: [{ ...step, source: '' }] }, /: steps\.0\.source: /],
    [{ ...good, entries: [] }, /: entries: /],
    [{ ...good, entries: [{ type: 'login' }] }, /: entries\.0: /],
    [{ ...good, entries: [{ id: '' }] }, /: entries\.0: /],
    [{ ...good, entries: [{ id: 'a', nested: {} }] }, /: entries\.0: /],
    [{ ...good, steps: [{ ...step, next: {} }] }, /: steps\.0\.next\.files: /],
    [{ ...good, steps: [{ ...step, range: { from: 1 } }] }, /: steps\.0\.range\.generation: /],
    [null, /the text/],
    [[], /./],
  ]
  for (const [value, problem] of cases) {
    const parsed = parseReport(JSON.stringify(value))
    assert.ok(typeof parsed === 'string', JSON.stringify(value))
    assert.match(parsed, problem)
    assert.match(parsed, /^it is no report of this version: /)
  }
  for (const text of ['', '{', formatReport(good).slice(0, -20), '\0\0\0']) {
    assert.equal(typeof parseReport(text), 'string', text)
  }
})

test('a report name has a number, and no other name has one', () => {
  check(property(nat(1e9), (sequence) => sequenceOf(reportName(sequence)) === sequence))
  assert.ok(reportName(9) < reportName(10) && reportName(99_999) < reportName(100_000))
  for (const name of [
    'report.1.json',
    'report.000000000001.json.reason',
    'xreport.000000000001.json',
    'report.000000000001.json\n',
    'report.00000000000a.json',
    'report.0000000000001.json',
    'login.1.2.json',
    '',
  ]) {
    assert.equal(sequenceOf(name), undefined, name)
  }
})

test('a report has the metadata of its host from when it was sealed; one of an older version has none', () => {
  const metadata = { reporter: 'server.example.net', labels: { site: 'vienna' } }
  const report = makeReport({ ...reportUpTo(10), metadata })
  assert.deepEqual(parseReport(formatReport(report)), report)
  assert.equal(makeReport(reportUpTo(10)).metadata, undefined)
  assert.equal(report.id, reportUpTo(10).id)
})

test('up to when rules had heard is in a report, and stays of one that is dropped', () => {
  const text = formatReport(makeReport({ ...reportUpTo(10), heard: 1_800_000_000 }))
  const report = parseReport(text)
  assert.equal(typeof report === 'string' ? report : report.heard, 1_800_000_000)
  assert.equal(parseCover(coverText(text))?.heard, 1_800_000_000)
})
