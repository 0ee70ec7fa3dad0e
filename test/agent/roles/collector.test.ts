import assert from 'node:assert/strict'
import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Config } from '../../../agent/config/config.ts'
import { collector as service } from '../../../agent/roles/collector.ts'
import { parseReport } from '../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { type SourceStatus } from '../../../agent/status/status-fields.ts'
import { statusOf } from '../../../agent/status/status.ts'
import { EXIT } from '../../../lib/system/errors.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { serve } from '../../support/round.ts'
import { entriesIn, startCollector } from '../../support/running-collector.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { loginLine, untilNames } from '../../support/test-host.ts'

const { signal } = new AbortController()

const ACCESS =
  '192.0.2.9 - info%40example.com [11/20/2026:00:00:05 +0000] "GET /cpsess0000000000/frontend/jupiter/mail/dodelfwd.html?email=info%40example.com&emaildest=away%40example.org HTTP/1.1" 200 0 "-" "-" "s" "-" 2096'

test('a line that is appended becomes a sealed report', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  const parsed = join(config.spool.path, 'parsed')
  await writeFile(join(folder, 'login_log'), `${loginLine('before@example.com')}\n`)
  const collector = startCollector(t, config)
  await collector.told('source_found')
  await appendFile(join(folder, 'login_log'), `${loginLine('info@example.com', 5)}\n`)
  await untilNames(parsed, (names) => names.length === 1)
  const [entry] = await entriesIn(parsed)
  const { id, generation, ...rest } = entry ?? assert.fail()
  assert.match(`${id} ${generation}`, /^[\w-]{22} [\w-]{22}$/)
  assert.deepEqual(rest, {
    type: 'login',
    time: Date.UTC(2026, 10, 20, 0, 0, 5) / 1000,
    ip: '192.0.2.7',
    mailbox_address: 'info@example.com',
    context: 'mailbox',
    host: hostname(),
    actor: null,
    severity: 'info',
    service: 'webmail',
    log: join(folder, 'login_log'),
    offset: `${loginLine('before@example.com')}\n`.length,
  })
  await collector.stop()
  assert.deepEqual(collector.codes, ['collector_started', 'source_found', 'collector_stopped'])
  assert.deepEqual((await readdir(config.spool.path)).sort(), [
    'checkpoints.json',
    'checkpoints.previous.json',
    'collector.status.json',
    'dropped',
    'identity.json',
    'inbox',
    'inbox_refused',
    'parsed',
    'receivers',
    'sealed',
    'transmission_failed',
    'transmitted',
  ])
})

test('a TZ that names no zone is told, unless each log has a zone of its own', async (t) => {
  const { TZ } = process.env
  t.after(() => (TZ === undefined ? delete process.env['TZ'] : (process.env['TZ'] = TZ)))
  process.env['TZ'] = 'Mars/Base'
  for (const [zone, isTold] of [
    [undefined, true],
    ['Europe/Berlin', false],
  ] as const) {
    const folder = await temporaryFolder(t)
    const config = exampleConfig(folder)
    await writeFile(join(folder, 'login_log'), '')
    const [login = assert.fail()] = config.followers
    const collector = startCollector(t, { ...config, followers: [{ ...login, zone }] })
    await collector.told('source_found')
    await collector.stop()
    assert.equal(collector.codes.includes('zone_unknown'), isTold)
  }
})

test('a restart goes on without loss or repeat, several logs at once', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder, { sources: ['login', 'access'] })
  const parsed = join(config.spool.path, 'parsed')
  const [login, access] = [join(folder, 'login_log'), join(folder, 'access_log')]
  for (const log of [login, access]) await writeFile(log, '')
  for (let round = 1; round <= 3; round += 1) {
    const collector = startCollector(t, config)
    await collector.told('source_found', 2)
    await appendFile(login, `${loginLine(`while-up-${round}@example.com`)}\n`)
    await untilNames(parsed, (names) => names.length === 3 * round - 2)
    await collector.stop()
    await appendFile(login, `${loginLine(`while-down-${round}@example.com`)}\n`)
    await appendFile(access, `${ACCESS}\n`)
    const again = startCollector(t, config)
    await untilNames(parsed, (names) => names.length === 3 * round)
    await again.stop()
  }
  const entries = await entriesIn(parsed)
  const logins = entries.filter(({ type }) => type === 'login').map(({ mailbox_address: mailbox }) => mailbox)
  assert.deepEqual(
    logins,
    [1, 2, 3].flatMap((round) => [`while-up-${round}@example.com`, `while-down-${round}@example.com`]),
  )
  assert.deepEqual(
    entries.filter(({ type }) => type === 'forward_removed').map(({ forward_recipient: to }) => to),
    ['away@example.org', 'away@example.org', 'away@example.org'],
  )
  assert.equal(new Set(entries.map(({ id }) => id)).size, 9)
})

test('killed and started under another name it makes no new ids of the same bytes; reports tell the name and the labels of their time', async (t) => {
  const folder = await temporaryFolder(t)
  const log = join(folder, 'login_log')
  await writeFile(log, '')
  const config = exampleConfig(folder)
  const parsed = join(config.spool.path, 'parsed')
  const sealed = async (named: Config['host'], mailbox: string, count: number): Promise<void> => {
    const collector = startCollector(t, exampleConfig(folder, { named }))
    await collector.told('source_found')
    if (mailbox !== '') await appendFile(log, `${loginLine(mailbox)}\n`)
    await untilNames(parsed, (names) => names.length === count)
    await collector.stop()
  }
  await sealed({ name: 'one.example.net', labels: {} }, 'info@example.com', 1)
  const text = await readFile(join(parsed, reportName(1)), 'utf8')
  const saved = await readFile(join(config.spool.path, 'checkpoints.previous.json'), 'utf8')
  // As after a kill before the position was saved: the report alone tells that these bytes are sealed.
  await writeFile(join(config.spool.path, 'checkpoints.json'), saved)
  await sealed({ name: 'two.example.net', labels: { site: 'vienna' } }, 'post@example.com', 2)
  assert.equal(await readFile(join(parsed, reportName(1)), 'utf8'), text)
  const reports = await Promise.all([1, 2].map((number) => readFile(join(parsed, reportName(number)), 'utf8')))
  const told = reports.map((report) => parseReport(report)).map((report) => typeof report !== 'string' && report)
  assert.deepEqual(
    told.map((report) => report && report.metadata),
    [{ reporter: 'one.example.net' }, { reporter: 'two.example.net', labels: { site: 'vienna' } }],
  )
  // As after a power cut that took the report, which the API may have: read again, it has the same id under the other
  // name.
  for (const folder of ['sealed', 'parsed']) {
    for (const number of [1, 2]) await rm(join(config.spool.path, folder, reportName(number)))
  }
  for (const name of ['checkpoints.json', 'checkpoints.previous.json']) {
    await writeFile(join(config.spool.path, name), saved)
  }
  await sealed({ name: 'three.example.net', labels: {} }, '', 1)
  const ids = told.flatMap((report) => (report ? report.entries.map(({ id }) => id) : []))
  const again = await entriesIn(parsed)
  assert.deepEqual(
    again.map(({ id, host }) => [id, host]),
    ids.map((id) => [id, 'three.example.net']),
  )
})

test('what is counted goes on over restarts, and over reboots, which take the runtime folder away', async (t) => {
  const folder = await temporaryFolder(t)
  const log = join(folder, 'login_log')
  await writeFile(log, '')
  const config = exampleConfig(folder)
  const parsed = join(config.spool.path, 'parsed')
  const since: (number | undefined)[] = []
  const sealOne = async (number: number): Promise<SourceStatus> => {
    const collector = startCollector(t, config)
    await collector.told('source_found')
    await appendFile(log, `${loginLine('info@example.com', number)}\nwhatever\n`)
    await untilNames(parsed, (names) => names.length === number)
    await collector.stop()
    const status = await statusOf(config)
    since.push(status.collector.countedSince)
    return status.sources[0] ?? assert.fail()
  }
  await sealOne(1)
  const { lines, events, ofInterest } = await sealOne(2)
  assert.deepEqual([lines >= 2, events, ofInterest >= 2], [true, 2, true])
  await rm(config.runtime.path, { recursive: true })
  const third = await sealOne(3)
  assert.deepEqual([third.events, third.lastEvent], [3, Date.UTC(2026, 10, 20, 0, 0, 3)])
  assert.equal(new Set(since).size, 1)
  // Torn, and somebody else's: counted anew, and nothing else.
  await rm(config.runtime.path, { recursive: true })
  const copy = join(config.spool.path, 'collector.status.json')
  await rm(copy)
  await symlink('/dev/zero', copy)
  assert.equal((await sealOne(4)).events, 1)
  assert.notEqual(since[3], since[0])
})

test('the kinds of events that are asked for are reported, and no others', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder, { sources: ['login', 'access'], events: ['forward_removed'] })
  const parsed = join(config.spool.path, 'parsed')
  for (const name of ['login_log', 'access_log']) await writeFile(join(folder, name), '')
  const collector = startCollector(t, config)
  await collector.told('source_found', 2)
  await appendFile(join(folder, 'login_log'), `${loginLine('info@example.com')}\n`)
  await appendFile(join(folder, 'access_log'), `${ACCESS}\n`)
  await untilNames(parsed, (names) => names.length === 1)
  await collector.stop()
  assert.deepEqual(
    (await entriesIn(parsed)).map(({ type }) => type),
    ['forward_removed'],
  )
})

test('how it stands can be seen while it runs and after it', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  await writeFile(join(folder, 'login_log'), 'noise\n')
  const collector = startCollector(t, config)
  await collector.told('source_found')
  assert.deepEqual((await statusOf(config)).collector.running, true)
  await collector.stop()
  const { collector: ended, sources } = await statusOf(config)
  assert.deepEqual(ended.notices?.counts, { collector_started: 1, source_found: 1, collector_stopped: 1 })
  assert.deepEqual([sources[0]?.offset, sources[0]?.lag], [6, 0])
})

test('a collector that is held by a full spool ends when it is told to, and what it read comes again', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  const parsed = join(config.spool.path, 'parsed')
  await writeFile(join(folder, 'login_log'), '')
  const full = startCollector(t, { ...config, spool: { ...config.spool, maxSize: 1 } })
  await full.told('source_found')
  await appendFile(join(folder, 'login_log'), `${loginLine('a@example.com')}\n`)
  await untilNames(parsed, (names) => names.length === 1)
  await appendFile(join(folder, 'login_log'), `${loginLine('b@example.com')}\n`)
  await full.told('spool_held')
  await full.stop()
  assert.match((await statusOf(config)).collector.held ?? '', /spool\.max_size is 1/)
  const collector = startCollector(t, config)
  await untilNames(parsed, (names) => names.length === 2)
  await collector.stop()
  assert.deepEqual(
    (await entriesIn(parsed)).map(({ mailbox_address: mailbox }) => mailbox),
    ['a@example.com', 'b@example.com'],
  )
  assert.equal((await statusOf(config)).collector.held, undefined)
})

test('a second collector of one spool is refused and disturbs nothing', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  await writeFile(join(folder, 'login_log'), '')
  const collector = startCollector(t, config)
  await collector.told('source_found')
  const second = serve(service, config, {
    tell: () => assert.fail('the second told something'),
    signal,
  })
  await assert.rejects(second, {
    exitCode: EXIT.held,
    message: new RegExp(`process ${process.pid} is already the collector`),
  })
  await collector.stop()
  assert.equal((await readdir(config.spool.path)).includes('collector.lock'), false)
})

test('a log that no driver reads, and a spool that others can read, end it at once', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  const [follower] = config.followers
  const unknown = { ...config, followers: [{ ...follower, source: 'maillog' }] }
  const silent = (): void => undefined
  // @ts-expect-error -- the configuration cannot say this
  await assert.rejects(serve(service, unknown, { tell: silent, signal }), {
    message: 'maillog is not in agent/sources/sources.ts',
  })
  assert.equal((await readdir(config.spool.path)).includes('collector.lock'), false)
  const open = join(folder, 'open')
  await mkdir(open, { mode: 0o755 })
  await assert.rejects(serve(service, { ...config, runtime: { path: open } }, { tell: silent, signal }), {
    message: /chmod 700/,
  })
})
