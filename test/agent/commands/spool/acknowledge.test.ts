import assert from 'node:assert/strict'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { spoolStatus } from '../../../../agent/spool/upkeep/spool-status.ts'
import { warningsOf } from '../../../../agent/status/health.ts'
import { shownRoles } from '../../../../agent/status/shown-roles.ts'
import { exampleStatus } from '../../../support/example-status.ts'
import { type CommandScene, createCommandScene } from '../../../support/spool-command.ts'
import { reportUpTo } from '../../../support/spool-scene.ts'

async function fail({ put, leave }: CommandScene, sequence: number, reason = 'HTTP 422: no\n'): Promise<void> {
  await leave('failed', `${reportName(sequence)}.reason`, reason)
  await put('failed', sequence, reportUpTo(sequence))
}

/** Number of failed reports that `status` warns of. */
async function warnedOf({ folders }: CommandScene): Promise<number> {
  const spool = await spoolStatus(folders)
  const warning = warningsOf(exampleStatus({ spool }), await shownRoles()).find(({ code }) => code === 'reports_failed')
  return warning === undefined ? 0 : Number(/^\d+/.exec(warning.text))
}

test('status no longer warns of an acknowledged report; it stays with its reason, and the change is told and logged', async (t) => {
  const scene = await createCommandScene(t)
  for (const sequence of [1, 2]) await fail(scene, sequence)
  assert.equal(await warnedOf(scene), 2)
  const { code, stdout, stderr } = await scene.run(`acknowledge ${reportUpTo(1).id}`)
  assert.deepEqual([code, stdout], [0, '1 report is acknowledged.\n'])
  assert.equal(await warnedOf(scene), 1)
  const text = `${reportName(1)} was acknowledged by hand; it had failed: HTTP 422: no`
  assert.ok(stderr.endsWith(` report_acknowledged: ${text}\n`), stderr)
  assert.ok(
    (await readFile(join(scene.folders.root, 'changes.log'), 'utf8')).endsWith(`report_acknowledged: ${text}\n`),
  )
  const listed = (await scene.run('list', { failed: true, json: true })).stdout.trim().split('\n')
  assert.deepEqual(
    listed.map((line) => JSON.parse(line)).map(({ name, reason, acknowledged }) => [name, reason, acknowledged]),
    [
      [reportName(1), 'HTTP 422: no', true],
      [reportName(2), 'HTTP 422: no', false],
    ],
  )
  assert.match(
    (await scene.run('list', { failed: true })).stdout,
    /000001\.json [^]* login {2}acknowledged {2}HTTP 422: no/,
  )
  assert.equal((await scene.run('verify')).code, 0)
})

test('all are acknowledged at once, each only once, even those without a known reason', async (t) => {
  const scene = await createCommandScene(t)
  for (let sequence = 1; sequence <= 600; sequence += 1) await scene.put('failed', sequence, reportUpTo(sequence))
  await chmod(join(scene.folders.failed, reportName(7)), 0o644)
  assert.equal((await scene.run('acknowledge', { all: true })).stdout, '599 reports are acknowledged.\n')
  assert.equal(await warnedOf(scene), 1)
  assert.equal((await scene.run('acknowledge', { all: true })).stdout, '0 reports are acknowledged.\n')
  const noted = await readFile(join(scene.folders.root, 'changes.log'), 'utf8')
  assert.equal(noted.match(/it had failed: the reason was not recorded$/gm)?.length, 599)
})

test('a report that is refused again is news, whoever moved it', async (t) => {
  const scene = await createCommandScene(t)
  const { failed, parsed } = scene.folders
  for (const sequence of [1, 2]) await fail(scene, sequence)
  await scene.run('acknowledge', { all: true })
  await scene.run(`retry ${reportName(1)}`)
  assert.deepEqual(await scene.names('failed'), [reportName(2), `${reportName(2)}.acknowledged`])
  await fail(scene, 1, 'HTTP 400: no\n')
  assert.equal(await warnedOf(scene), 1)
  await rename(join(failed, reportName(2)), join(parsed, reportName(2)))
  assert.equal(await warnedOf(scene), 1, 'what is known of a report that is gone hides no other')
  await rename(join(parsed, reportName(2)), join(failed, reportName(2)))
  await writeFile(join(failed, `${reportName(2)}.reason`), 'HTTP 400: no\n', { mode: 0o600 })
  assert.equal(await warnedOf(scene), 2)
  await scene.run('acknowledge', { all: true })
  assert.equal(await warnedOf(scene), 0)
  await scene.run(`drop ${reportName(2)}`, { yes: true })
  assert.deepEqual(await scene.names('failed'), [reportName(1), `${reportName(1)}.acknowledged`])
})

test('waiting or sent reports and files that are not ours cannot be acknowledged', async (t) => {
  const scene = await createCommandScene(t)
  await scene.put('parsed', 1, reportUpTo(10))
  await fail(scene, 2)
  await chmod(join(scene.folders.failed, reportName(2)), 0o644)
  await assert.rejects(scene.run(`acknowledge ${reportName(1)}`), { exitCode: 1, message: /it is waiting/ })
  await assert.rejects(scene.run(`acknowledge ${reportName(2)}`), { exitCode: 1, message: /left alone/ })
  await assert.rejects(scene.run('acknowledge'), { exitCode: 2, message: /name a report, or give --all/ })
})

test('verify names an acknowledgement without a report', async (t) => {
  const scene = await createCommandScene(t)
  await scene.leave('failed', `${reportName(1)}.acknowledged`, 'HTTP 422: no\n')
  const { code, stdout } = await scene.run('verify')
  assert.equal(code, 1)
  assert.match(stdout, /000001\.json\.acknowledged:\s+no failed report belongs to this reason; remove it/)
})
