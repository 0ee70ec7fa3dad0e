import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Divisions } from '../../../../agent/spool/outbox/divisions.ts'
import { CheckpointStore } from '../../../../agent/spool/positions/checkpoints.ts'
import { formatReport } from '../../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { createCommandScene } from '../../../support/spool-command.ts'
import { type CommandScene } from '../../../support/spool-command.ts'
import { reportUpTo } from '../../../support/spool-scene.ts'
import { unwrapped } from '../../../support/unwrapped.ts'

/** Findings of `spool verify`, by path below the spool. */
async function found({ run, folders }: CommandScene): Promise<Record<string, string>> {
  const { code, stdout } = await run('verify')
  const lines = unwrapped(stdout).split('\n').slice(0, -2)
  assert.equal(code, lines.length === 0 ? 0 : 1)
  return Object.fromEntries(
    lines.map((line) =>
      line
        .slice(folders.root.length)
        .replace('/', '')
        .split(/: (.*)/s, 2),
    ),
  )
}

/** A spool with a report in each state, as the agent leaves it. */
async function createWhole(t: TestContext): Promise<CommandScene> {
  const scene = await createCommandScene(t)
  const { put, leave, folders, tell, run } = scene
  for (const [index, folder] of (['parsed', 'transmitted', 'failed', 'failed'] as const).entries()) {
    await put(folder, index + 1, reportUpTo(index + 1))
  }
  for (const sequence of [3, 4]) await leave('failed', `${reportName(sequence)}.reason`, 'HTTP 422\n')
  await run(`drop ${reportName(4)}`, { yes: true })
  // Leftovers of a crash.
  for (const name of ['sealing.tmp', 'checkpoints.json.tmp', 'checkpoints.unreadable.json', 'divisions.json.tmp'])
    await leave('root', name, '{')
  await leave('failed', `${reportName(3)}.reason.tmp`, '')
  await leave('dropped', `${reportName(4)}.tmp`, '')
  await new Divisions(folders.root).note('report', 'part')
  await mkdir(join(folders.root, 'collector.lock'))
  const store = new CheckpointStore(folders, { version: 1, sequence: 0, sources: {} }, tell)
  store.advance('login', '/logs/login_log', { files: [] })
  await store.close()
  return scene
}

test('verify finds no fault in a spool as the agent leaves it, whatever the services do at that moment', async (t) => {
  const scene = await createWhole(t)
  // The transmitter writes a reason before it moves the report.
  await scene.leave('failed', `${reportName(1)}.reason`, 'HTTP 422\n')
  const { code, stdout } = await scene.run('verify')
  assert.deepEqual([code, stdout], [0, '4 reports; nothing is wrong.\n'])
})

test('verify names files that are not whole or were changed since they were sealed', async (t) => {
  const scene = await createWhole(t)
  const { leave, folders } = scene
  await leave('parsed', reportName(5), formatReport(reportUpTo(5)).slice(0, 40))
  await leave('transmitted', reportName(6), formatReport(reportUpTo(6)).replace('192.0.2.1', '192.0.2.9'))
  await leave('parsed', 'login.1.2.json', '{}')
  await leave('dropped', reportName(7), '{"version":1')
  await leave('dropped', reportName(8), formatReport(reportUpTo(8)))
  await leave('root', 'checkpoints.previous.json', '{')
  await leave('root', 'divisions.json', '{')
  await rm(join(folders.failed, `${reportName(3)}.reason`))
  await leave('failed', `${reportName(9)}.reason`, 'HTTP 422')
  await leave('transmitted', reportName(1), formatReport(reportUpTo(1)))
  const faults = await found(scene)
  assert.match(faults[`parsed/${reportName(5)}`] ?? '', /^it is no report of this version: /)
  assert.match(faults[`transmitted/${reportName(6)}`] ?? '', /^it is not as it was sealed/)
  assert.match(faults['parsed/login.1.2.json'] ?? '', /^it is no entry of App::Spoor/)
  assert.match(faults[`dropped/${reportName(7)}`] ?? '', /^it does not say what it covered/)
  assert.match(
    faults[`dropped/${reportName(8)}`] ?? '',
    /still there; type: spoor-agent spool drop report\.0+8\.json --yes/,
  )
  assert.match(faults['divisions.json'] ?? '', /^is no JSON/)
  assert.match(faults['checkpoints.previous.json'] ?? '', /^no checkpoints of this version/)
  assert.equal(faults[`transmission_failed/${reportName(3)}`], 'it has no reason beside it.')
  assert.match(faults[`transmission_failed/${reportName(9)}.reason`] ?? '', /^no failed report belongs to this reason/)
  assert.equal(faults[`parsed/${reportName(1)}`], `it is also in ${join(folders.transmitted, reportName(1))}.`)
  assert.equal(Object.keys(faults).length, 10)
})

test('verify names foreign files, but never reads or follows them', async (t) => {
  const scene = await createWhole(t)
  const { leave, put, folders } = scene
  const { root, parsed, transmitted, failed } = folders
  await leave('root', 'notes.txt', '')
  await leave('parsed', 'notes\u001b.txt', '')
  await leave('transmitted', `${reportName(2)}.reason`, '')
  await symlink('/etc/passwd', join(parsed, reportName(5)))
  execFileSync('mkfifo', ['-m', '600', join(transmitted, reportName(6)), join(failed, `${reportName(3)}.reason.x`)])
  await mkdir(join(parsed, reportName(7)), { mode: 0o700 })
  await put('parsed', 8, reportUpTo(8))
  await chmod(join(parsed, reportName(8)), 0o620)
  await rm(join(failed, `${reportName(3)}.reason`))
  await symlink('/etc/passwd', join(failed, `${reportName(3)}.reason`))
  await symlink('/etc/passwd', join(root, 'changes.log.1'))
  const isRoot = process.geteuid?.() === 0
  await put('parsed', 9, reportUpTo(9))
  if (isRoot) {
    await chown(join(parsed, reportName(9)), 12_345, 12_345)
    execFileSync('mknod', ['-m', '600', join(parsed, reportName(10)), 'c', '1', '5'])
  }
  const faults = await found(scene)
  assert.deepEqual(faults, {
    'notes.txt': 'the agent uses no file of this name.',
    'changes.log.1': 'the agent uses no file of this name.',
    'parsed/notes?.txt': 'its name is not that of a report.',
    [`transmitted/${reportName(2)}.reason`]: 'its name is not that of a report.',
    [`transmission_failed/${reportName(3)}.reason.x`]: 'its name is not that of a report.',
    [`parsed/${reportName(5)}`]: 'it is a link; it is left alone.',
    [`transmitted/${reportName(6)}`]: 'it is no regular file; it is left alone.',
    [`parsed/${reportName(7)}`]: 'it is no regular file; it is left alone.',
    [`parsed/${reportName(8)}`]: 'it can be read or changed by others; it is left alone.',
    [`transmission_failed/${reportName(3)}`]: 'it has no reason beside it.',
    [`transmission_failed/${reportName(3)}.reason`]: faults[`transmission_failed/${reportName(3)}.reason`],
    ...(isRoot && {
      [`parsed/${reportName(9)}`]: 'it belongs to user 12345; it is left alone.',
      [`parsed/${reportName(10)}`]: 'it is no regular file; it is left alone.',
    }),
  })
  assert.match(faults[`transmission_failed/${reportName(3)}.reason`] ?? '', /^it is a link\.$/)
})

test('verify names folders that are missing, open to others or not folders', async (t) => {
  const scene = await createCommandScene(t)
  const { parsed, transmitted, failed, dropped, root } = scene.folders
  await chmod(root, 0o755)
  await chmod(parsed, 0o770)
  await rmdir(transmitted)
  await rename(failed, join(root, '..', 'failed'))
  await symlink(join(root, '..', 'failed'), failed)
  await writeFile(join(root, '..', 'failed', 'stranger'), '')
  await rmdir(dropped)
  await writeFile(dropped, '')
  assert.deepEqual(await found(scene), {
    '': 'it can be read or changed by others.',
    parsed: 'it can be read or changed by others.',
    transmitted: 'it is missing; the next start creates it.',
    transmission_failed: 'it is not a folder.',
    dropped: 'it is not a folder.',
  })
})
