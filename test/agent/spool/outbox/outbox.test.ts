import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Outbox } from '../../../../agent/spool/outbox/outbox.ts'
import { formatReport, makeReport, parseReport } from '../../../../agent/spool/reports/report-file.ts'
import { partName, reportName } from '../../../../agent/spool/reports/report-name.ts'
import { countedTotals } from '../../../support/counted-totals.ts'
import { type SpoolScene, createSpool, entryOf, reportUpTo } from '../../../support/spool-scene.ts'

const HOST = 'server.example.net'
const LEGACY = JSON.stringify({
  type: 'login',
  event: 'login',
  log_time: 1_537_372_956,
  ip: '192.0.2.10',
  status: 'success',
  credential: 'info@example.com',
  context: 'mailbox',
})

interface Scene extends SpoolScene {
  readonly outbox: Outbox
  /** Puts a file into parsed/. */
  readonly leave: (name: string, content: string) => Promise<void>
  /** Accepts all reports; returns their names in order. */
  readonly drain: () => Promise<string[]>
}

async function createOutbox(t: TestContext): Promise<Scene> {
  const scene = await createSpool(t)
  const outbox = new Outbox(scene.folders, HOST, scene.tell)
  return {
    ...scene,
    outbox,
    leave: (name, content) => writeFile(join(scene.folders.parsed, name), content, { mode: 0o600 }),
    drain: async () => {
      const names: string[] = []
      for (let report = await outbox.next(); report !== undefined; report = await outbox.next()) {
        names.push(report.name)
        await outbox.accepted(report, ignore)
      }
      return names
    },
  }
}

test('the oldest comes first: files of App::Spoor by time and number, then reports by number', async (t) => {
  const { leave, put, drain, names } = await createOutbox(t)
  await put('parsed', 10, reportUpTo(10))
  await put('parsed', 9, reportUpTo(9))
  for (const name of [
    'login.10.1000000.json',
    'error.9.1999999.json',
    'access.10.999999.json',
    'login.9.1000001.json',
  ]) {
    await leave(name, LEGACY)
  }
  const order = ['login.9.1000001.json', 'error.9.1999999.json', 'access.10.999999.json', 'login.10.1000000.json']
  assert.deepEqual(await drain(), [...order, reportName(9), reportName(10)])
  assert.deepEqual(await names('parsed'), [])
  assert.equal((await names('transmitted')).length, 6)
})

test('a report leaves parsed/ only when the API accepted it or refuses it for good', async (t) => {
  const { outbox, put, names, folders, told } = await createOutbox(t)
  await put('parsed', 1, reportUpTo(10))
  await put('parsed', 2, reportUpTo(20))
  const first = (await outbox.next()) ?? assert.fail()
  outbox.giveBack(first)
  assert.deepEqual(await outbox.next(), first)
  assert.deepEqual(await names('parsed'), [reportName(1), reportName(2)])
  await outbox.accepted(first, ignore)
  assert.deepEqual([await names('parsed'), await names('transmitted')], [[reportName(2)], [reportName(1)]])
  await outbox.rejected((await outbox.next()) ?? assert.fail(), 'HTTP 422: \u001b[31mno', ignore)
  assert.deepEqual([await names('parsed'), await names('failed')], [[], [reportName(2), `${reportName(2)}.reason`]])
  const reason = join(folders.failed, `${reportName(2)}.reason`)
  assert.equal(await readFile(reason, 'utf8'), 'HTTP 422: ?[31mno\n')
  assert.equal((await stat(reason)).mode & 0o777, 0o600)
  assert.deepEqual(
    told.map(({ severity, text }) => [severity, text]),
    [['error', `${reportName(2)} was moved to transmission_failed: HTTP 422: \u001b[31mno`]],
  )
  assert.equal(await readFile(join(folders.failed, reportName(2)), 'utf8'), formatReport(reportUpTo(20)))
  assert.equal(await outbox.next(), undefined)
})

test('a report has the id and the entries it was sealed with', async (t) => {
  const { outbox, put } = await createOutbox(t)
  await put('parsed', 1, reportUpTo(10))
  assert.deepEqual(await outbox.next(), {
    name: reportName(1),
    id: reportUpTo(10).id,
    source: 'login',
    entries: [entryOf('login-10')],
  })
})

test('a postponed report comes after those known to wait, and is not lost', async (t) => {
  const { outbox, put } = await createOutbox(t)
  for (const sequence of [1, 2]) await put('parsed', sequence, reportUpTo(sequence * 10))
  const first = await outbox.next()
  assert.ok(first)
  outbox.postpone(first)
  const second = await outbox.next()
  assert.equal(second?.name, reportName(2))
  await outbox.accepted(second, ignore)
  assert.deepEqual(await outbox.next(), first)
})

test('a file of App::Spoor is a report of one entry, with the same id each time', async (t) => {
  const { outbox, leave, folders, tell } = await createOutbox(t)
  await leave('login.1.2.json', LEGACY)
  const report = await outbox.next()
  assert.deepEqual(
    report?.entries.map(({ type, host, mailbox_address: mailbox }) => [type, host, mailbox]),
    [['login', HOST, 'info@example.com']],
  )
  assert.match(report?.id ?? '', /^[\w-]{22}$/)
  assert.deepEqual(await new Outbox(folders, HOST, tell).next(), report)
})

test('a broken report moves to the failed ones with its reason and a notice, and holds nothing up', async (t) => {
  const { drain, leave, put, names, folders, told } = await createOutbox(t)
  const broken = {
    'access.1.1.json': '',
    'error.1.2.json': LEGACY.slice(0, 40),
    'login.1.3.json': LEGACY.replace('"event":"login"', '"event":"unrecognised"'),
    'login.1.4.json': '\0'.repeat(100),
    [reportName(1)]: '',
    [reportName(2)]: formatReport(reportUpTo(10)).slice(0, 50),
    [reportName(3)]: formatReport(reportUpTo(10)).replace('"version":2', '"version":9'),
  }
  for (const [name, content] of Object.entries(broken)) await leave(name, content)
  await leave('login.1.5.json', LEGACY)
  await put('parsed', 4, reportUpTo(40))
  assert.deepEqual(await drain(), ['login.1.5.json', reportName(4)])
  assert.deepEqual(await names('parsed'), [])
  assert.deepEqual(
    await names('failed'),
    Object.keys(broken)
      .flatMap((name) => [name, `${name}.reason`])
      .sort(),
  )
  for (const [name, content] of Object.entries(broken)) {
    assert.equal(await readFile(join(folders.failed, name), 'utf8'), content)
    assert.match(await readFile(join(folders.failed, `${name}.reason`), 'utf8'), /^it is no (report|entry) .+\n$/)
  }
  assert.deepEqual(
    told.map(({ code }) => code),
    Object.keys(broken).map(() => 'spool_file_broken'),
  )
})

test('a foreign file stays in place unread, gives one notice, and holds nothing up', async (t) => {
  const { drain, leave, put, names, folders, told } = await createOutbox(t)
  const { parsed } = folders
  const outside = join(folders.root, 'outside.json')
  await writeFile(outside, formatReport(reportUpTo(10)), { mode: 0o600 })
  await symlink(outside, join(parsed, reportName(1)))
  execFileSync('mkfifo', ['-m', '600', join(parsed, reportName(2))])
  await mkdir(join(parsed, reportName(3)), { mode: 0o700 })
  await leave(reportName(4), formatReport(reportUpTo(10)))
  await chmod(join(parsed, reportName(4)), 0o640)
  await leave('notes.txt', '')
  await leave('login.a.4.json', LEGACY)
  await leave(reportName(5), '')
  await truncate(join(parsed, reportName(5)), 64 * 1024 * 1024 + 1)
  const foreign = [1, 2, 3, 4, 5].map(reportName)
  if (process.geteuid?.() === 0) {
    await leave(reportName(6), formatReport(reportUpTo(10)))
    await chown(join(parsed, reportName(6)), 12_345, 12_345)
    foreign.push(reportName(6))
  }
  await put('parsed', 7, reportUpTo(70))
  assert.deepEqual(await drain(), [reportName(7)])
  assert.deepEqual(await drain(), [])
  assert.deepEqual(await names('parsed'), [...foreign, 'login.a.4.json', 'notes.txt'].sort())
  assert.deepEqual(await names('failed'), [])
  assert.equal(told.length, foreign.length + 2)
  const reasonOf = (name: string): string =>
    told
      .filter(({ text }) => text.startsWith(`${join(parsed, name)}: `))
      .map(({ text }) => text.split(/[:;] /)[1])
      .join()
  assert.deepEqual([...foreign.slice(0, 5), 'notes.txt', 'login.a.4.json'].map(reasonOf), [
    'it is a link',
    'it is no regular file',
    'it is no regular file',
    'it can be read or changed by others',
    'it has 67108865 bytes',
    'its name is not that of a report',
    'its name is not that of a report',
  ])
})

test("a foreign file that becomes the agent's is sent", async (t) => {
  const { drain, leave, folders } = await createOutbox(t)
  await leave('login.1.2.json', LEGACY)
  await chmod(join(folders.parsed, 'login.1.2.json'), 0o644)
  assert.deepEqual(await drain(), [])
  await chmod(join(folders.parsed, 'login.1.2.json'), 0o600)
  assert.deepEqual(await drain(), ['login.1.2.json'])
})

test('a report that somebody takes away is skipped, listed or not', async (t) => {
  const { outbox, put, folders, codes } = await createOutbox(t)
  for (const sequence of [1, 2, 3]) await put('parsed', sequence, reportUpTo(sequence))
  assert.equal((await outbox.next())?.name, reportName(1))
  await rm(join(folders.parsed, reportName(1)))
  await rm(join(folders.parsed, reportName(2)))
  assert.equal((await outbox.next())?.name, reportName(3))
  assert.deepEqual(codes(), [])
})

test('later reports are found when the rest is done', async (t) => {
  const { outbox, put, drain } = await createOutbox(t)
  assert.equal(await outbox.next(), undefined)
  await put('parsed', 2, reportUpTo(20))
  const second = (await outbox.next()) ?? assert.fail()
  await put('parsed', 3, reportUpTo(30))
  assert.deepEqual(await drain(), [reportName(3)])
  outbox.giveBack(second)
  await put('parsed', 4, reportUpTo(40))
  assert.deepEqual(await drain(), [reportName(2), reportName(4)])
})

test('a report that cannot be moved can still be given back, and the error is thrown', async (t) => {
  const { outbox, put, folders } = await createOutbox(t)
  await put('parsed', 1, reportUpTo(10))
  const report = (await outbox.next()) ?? assert.fail()
  for (const folder of [folders.transmitted, folders.failed]) {
    await rename(folder, `${folder}.away`)
    await writeFile(folder, '')
  }
  await assert.rejects(outbox.accepted(report, ignore), { code: 'ENOTDIR' })
  await assert.rejects(outbox.rejected(report, 'because', ignore), { code: 'ENOTDIR' })
  outbox.giveBack(report)
  assert.deepEqual(await outbox.next(), report)
})

test('a broken report counts as moved, with a notice, only once it is', async (t) => {
  const { outbox, leave, folders, codes } = await createOutbox(t)
  await leave(reportName(1), 'broken')
  await rename(folders.failed, `${folders.failed}.away`)
  await assert.rejects(outbox.next(), { code: 'ENOENT' })
  assert.deepEqual(codes(), [])
  await rename(`${folders.failed}.away`, folders.failed)
  assert.equal(await outbox.next(), undefined)
  assert.deepEqual(codes(), ['spool_file_broken'])
})

test('several reports are in flight, each once, and returned ones come again in order', async (t) => {
  const { outbox, put, drain } = await createOutbox(t)
  for (const sequence of [1, 2, 3, 4]) await put('parsed', sequence, reportUpTo(sequence))
  const [first, second, third] = [await outbox.next(), await outbox.next(), await outbox.next()]
  assert.ok(first && second && third)
  for (const report of [third, first]) outbox.giveBack(report)
  assert.deepEqual(await drain(), [reportName(1), reportName(3), reportName(4)])
  assert.equal(await outbox.next(), undefined)
  await outbox.accepted(second, ignore)
  assert.equal(await outbox.next(), undefined)
})

test('`moved` is called as soon as a report has moved; the call resolves when that is durable', async (t) => {
  const { outbox, put, names } = await createOutbox(t)
  await put('parsed', 1, reportUpTo(10))
  const { promise, resolve } = Promise.withResolvers<void>()
  const done = outbox.accepted((await outbox.next()) ?? assert.fail(), resolve)
  await promise
  assert.deepEqual(await names('transmitted'), [reportName(1)])
  await done
})

function ignore(): void {
  return undefined
}

test('totals that are refused become a failed report of their own, after the entries, and refused entries take none along', async (t) => {
  const { outbox, put, folders, codes } = await createOutbox(t)
  const totals = [countedTotals('traffic', 60, [['', 7]]), countedTotals('mail', 0, [['', 1]])]
  const { steps } = reportUpTo(10)
  const [a, b] = [entryOf('a'), entryOf('b')]
  await put('parsed', 1, makeReport({ entries: [a, b], totals, steps }))
  const report = (await outbox.next()) ?? assert.fail()
  assert.deepEqual(report.totals, totals)
  const refused = [
    { first: 1, entries: [b], reason: 'Bad.' },
    { first: 2, entries: [], totals, reason: 'Bad, too.' },
  ]
  await outbox.divided(report, refused, () => undefined)
  const part = async (first: number): Promise<unknown> =>
    parseReport(await readFile(join(folders.failed, partName(reportName(1), first)), 'utf8'))
  assert.deepEqual(await part(1), makeReport({ entries: [b], steps }))
  assert.deepEqual(await part(2), makeReport({ entries: [], totals, steps }))
  assert.deepEqual(codes(), ['report_divided'])
})
