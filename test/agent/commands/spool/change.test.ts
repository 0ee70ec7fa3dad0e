import assert from 'node:assert/strict'
import { chmod, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { CheckpointStore } from '../../../../agent/spool/positions/checkpoints.ts'
import { recover } from '../../../../agent/spool/recovery.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { Spool } from '../../../../agent/spool/spool.ts'
import { createCommandScene } from '../../../support/spool-command.ts'
import { checkpointAt, reportUpTo, roomIn } from '../../../support/spool-scene.ts'

test('a retried report waits again without its reason, and the change is told and logged', async (t) => {
  const { run, put, leave, names, folders } = await createCommandScene(t)
  for (const sequence of [1, 2]) await put('failed', sequence, reportUpTo(sequence))
  for (const sequence of [1, 2]) await leave('failed', `${reportName(sequence)}.reason`, 'HTTP 422: no\n')
  const { code, stdout, stderr } = await run(`retry ${reportUpTo(1).id}`)
  assert.deepEqual([code, stdout], [0, '1 report waits again.\n'])
  assert.deepEqual(await names('parsed'), [reportName(1)])
  assert.deepEqual(await names('failed'), [reportName(2), `${reportName(2)}.reason`])
  const text = `${reportName(1)} was moved from transmission_failed to parsed by hand; it had failed: HTTP 422: no`
  assert.ok(stderr.endsWith(` notice  report_retried: ${text}\n`))
  const log = join(folders.root, 'changes.log')
  const line = await readFile(log, 'utf8')
  assert.match(line, /^\d{4}-\d\d-\d\dT\S+Z user \d+ report_retried: /)
  assert.ok(line.endsWith(`: ${text}\n`))
  assert.equal((await stat(log)).mode & 0o777, 0o600)
})

test('--all retries every failed report that is ours, and logs each', async (t) => {
  const { run, put, names, folders } = await createCommandScene(t)
  for (let sequence = 1; sequence <= 1100; sequence += 1) await put('failed', sequence, reportUpTo(sequence))
  await chmod(join(folders.failed, reportName(7)), 0o644)
  const { stdout } = await run('retry', { all: true })
  assert.equal(stdout, '1099 reports wait again.\n')
  assert.deepEqual(await names('failed'), [reportName(7)])
  const noted = (await readFile(join(folders.root, 'changes.log'), 'utf8')).match(
    /it had failed: the reason was not recorded$/gm,
  )
  assert.equal(noted?.length, 1099)
  assert.equal((await run('retry', { all: true })).stdout, '0 reports wait again.\n')
})

test('reports that did not fail and files that are not ours are not retried, and nothing is overwritten', async (t) => {
  const { run, put, names, folders } = await createCommandScene(t)
  await put('parsed', 1, reportUpTo(10))
  await symlink('/etc/passwd', join(folders.failed, reportName(2)))
  await put('failed', 3, reportUpTo(30))
  await writeFile(join(folders.parsed, reportName(3)), 'somebody put this here')
  const scene = await names('failed')
  await assert.rejects(run(`retry ${reportUpTo(10).id}`), { exitCode: 1, message: /it has not failed; it is waiting/ })
  await assert.rejects(run(`retry ${reportName(2)}`), { exitCode: 1, message: /it is a link; it is left alone/ })
  await assert.rejects(run(`retry ${reportUpTo(30).id}`), { exitCode: 1, message: /parsed has a file of this name/ })
  assert.deepEqual(await names('failed'), scene)
})

test('without --yes drop only says what would be removed, with exit code 2', async (t) => {
  const { run, put, leave, names } = await createCommandScene(t)
  await put('parsed', 1, reportUpTo(10))
  await leave('failed', reportName(2), '{')
  const before = await names('root')
  const message =
    /^report\.0+1\.json \(waiting\) would be removed for good, with 1 entry \(login\) of login in \d+ bytes; to do so, add --yes/
  await assert.rejects(run(`drop ${reportName(1)}`), { exitCode: 2, message })
  await assert.rejects(run(`drop ${reportName(2)}`), {
    exitCode: 2,
    message: /1 byte that cannot be sent \(it is no report/,
  })
  assert.deepEqual([await names('parsed'), await names('failed')], [[reportName(1)], [reportName(2)]])
  assert.deepEqual(await names('root'), before)
})

test('a dropped report is gone with its reason; its content is told and logged, and only the ids of its entries stay', async (t) => {
  const { run, put, leave, names, folders } = await createCommandScene(t)
  await put('failed', 1, reportUpTo(10))
  await leave('failed', `${reportName(1)}.reason`, 'HTTP 422\n')
  await leave('failed', reportName(2), '{')
  await leave('parsed', 'login.1.2.json', '{')
  const { code, stderr } = await run(`drop ${reportUpTo(10).id}`, { yes: true })
  const told =
    / notice +report_dropped: report\.0+1\.json was dropped from transmission_failed by hand; it held 1 entry \(login\) of login in \d+ bytes\.\n$/
  assert.equal(code, 0)
  assert.match(stderr, told)
  await run(`drop ${reportName(2)}`, { yes: true })
  await run('drop login.1.2.json', { yes: true })
  assert.deepEqual([await names('parsed'), await names('failed')], [[], []])
  assert.deepEqual(await names('dropped'), [reportName(1), reportName(2)])
  const left = await readFile(join(folders.dropped, reportName(1)), 'utf8')
  assert.deepEqual(JSON.parse(left), { version: 2, steps: reportUpTo(10).steps, ids: ['login-10'] })
  assert.deepEqual(await names('sealed'), [])
  assert.equal(await readFile(join(folders.dropped, reportName(2)), 'utf8'), '{"version":2,"steps":[]}\n')
  assert.equal((await stat(join(folders.dropped, reportName(1)))).mode & 0o777, 0o600)
  assert.equal((await readFile(join(folders.root, 'changes.log'), 'utf8')).match(/ report_dropped: /g)?.length, 3)
  await assert.rejects(run(`drop ${reportName(1)}`, { yes: true }), { message: /already dropped/ })
})

test('the number of a dropped report is never reused, and its events are not sealed again, even without saved positions', async (t) => {
  const { run, folders, tell, names } = await createCommandScene(t)
  const spool = new Spool(folders, 0, roomIn(folders))
  await spool.seal(reportUpTo(10))
  await spool.seal(reportUpTo(20))
  await run(`drop ${reportName(2)}`, { yes: true })
  // As after kill -9 within a second and with all positions lost.
  const recovered = await recover(folders, tell)
  assert.equal(recovered.sequence, 2)
  assert.deepEqual(recovered.sources, { login: { '/logs/login_log': checkpointAt(20) } })
  await new Spool(folders, recovered.sequence, roomIn(folders)).seal(reportUpTo(30))
  assert.deepEqual(await names('parsed'), [reportName(1), reportName(3)])
  const store = new CheckpointStore(folders, { version: 1, sequence: 0, sources: {} }, tell)
  store.advance('login', '/logs/login_log', checkpointAt(10), 1)
  await store.close()
  assert.equal((await recover(folders, tell)).sequence, 3)
})

test('an interrupted drop is finished by the next one', async (t) => {
  const { run, put, folders } = await createCommandScene(t)
  await put('dropped', 1, reportUpTo(10))
  await run(`drop ${reportName(1)}`, { yes: true })
  assert.doesNotMatch(await readFile(join(folders.dropped, reportName(1)), 'utf8'), /entries/)
})

test('sent reports and files that are not ours are not dropped', async (t) => {
  const { run, put, names, folders } = await createCommandScene(t)
  await put('transmitted', 1, reportUpTo(10))
  await put('parsed', 2, reportUpTo(20))
  await chmod(join(folders.parsed, reportName(2)), 0o666)
  await assert.rejects(run(`drop ${reportName(1)}`, { yes: true }), { exitCode: 1, message: /it was sent/ })
  await assert.rejects(run(`drop ${reportName(2)}`, { yes: true }), { exitCode: 1, message: /left alone/ })
  assert.deepEqual([await names('transmitted'), await names('parsed')], [[reportName(1)], [reportName(2)]])
})

test('a change that cannot be logged is not made, and no link is followed to log it', async (t) => {
  const { run, put, leave, names, folders } = await createCommandScene(t)
  await put('parsed', 1, reportUpTo(10))
  await put('failed', 2, reportUpTo(20))
  await leave('failed', `${reportName(2)}.reason`, 'HTTP 422\n')
  const before = await names('failed')
  const elsewhere = join(folders.root, '..', 'elsewhere')
  await writeFile(elsewhere, '')
  await symlink(elsewhere, join(folders.root, 'changes.log'))
  const refused = { exitCode: 1, message: /changes\.log: .*\(ELOOP\); nothing was changed\.$/ }
  await assert.rejects(run(`drop ${reportName(1)}`, { yes: true }), refused)
  await assert.rejects(run('retry', { all: true }), refused)
  assert.deepEqual([await names('parsed'), await names('failed')], [[reportName(1)], before])
  assert.equal(await readFile(elsewhere, 'utf8'), '')
  await rm(join(folders.root, 'changes.log'))
  await rename(folders.failed, join(folders.root, 'changes.log'))
  await assert.rejects(run(`drop ${reportName(1)}`, { yes: true }), { message: /EISDIR/ })
})
