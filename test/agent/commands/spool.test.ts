import assert from 'node:assert/strict'
import { chown, mkdir, rm, stat, symlink, chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { startAgent } from '../../support/agent-process.ts'
import { createCommandScene } from '../../support/spool-command.ts'
import { reportUpTo } from '../../support/spool-scene.ts'

test('an unknown action, and missing or surplus arguments, are refused with a sentence and exit code 2', async (t) => {
  const { run } = await createCommandScene(t)
  const cases: [string, Record<string, true>, RegExp][] = [
    ['', {}, /there is no action ""; there are list, show, retry, acknowledge, drop, verify; see: /],
    ['constructor', {}, /there is no action "constructor"/],
    ['lis\u001bt', {}, /there is no action "lis\?t"/],
    ['list', { all: true }, /^spool list: --all has no meaning here$/],
    ['drop x', { yes: true, json: true }, /^spool drop: --json has no meaning here$/],
    ['list x', {}, /^spool list: it takes no report$/],
    ['show', {}, /^spool show: name a report$/],
    ['retry', {}, /^spool retry: name a report, or give --all$/],
    ['retry x', { all: true }, /^spool retry: it takes no report$/],
    ['list', { failed: true, transmitted: true }, /not both/],
  ]
  for (const [words, options, message] of cases) await assert.rejects(run(words, options), { exitCode: 2, message })
})

test('a missing or unreadable spool is reported in one sentence', async (t) => {
  const { run, folders } = await createCommandScene(t)
  await rm(folders.root, { recursive: true })
  await assert.rejects(run('list'), { exitCode: 1, message: /\(ENOENT\); the agent creates it at its first start\.$/ })
  await symlink(folders.root, folders.root)
  await assert.rejects(run('list'), { exitCode: 1, message: /\(ELOOP\); run this as root\.$/ })
})

test('root works as the owner of the spool: it writes as him, and his links lead it nowhere that he may not go', async (t) => {
  if (process.geteuid?.() !== 0) return
  const scene = await createCommandScene(t)
  const { put, leave, folders, names, config } = scene
  await put('failed', 1, reportUpTo(10))
  await put('parsed', 2, reportUpTo(20))
  await put('failed', 3, reportUpTo(30))
  await leave('failed', `${reportName(1)}.reason`, 'HTTP 422\n')
  await rm(folders.dropped, { recursive: true })
  const elsewhere = join(folders.root, '..', 'elsewhere')
  await mkdir(elsewhere, { mode: 0o700 })
  await chmod(join(folders.root, '..'), 0o755)
  for (const folder of ['root', 'parsed', 'transmitted', 'failed'] as const) {
    for (const name of await names(folder)) await chown(join(folders[folder], name), 12_345, 12_346)
    await chown(folders[folder], 12_345, 12_346)
  }
  const run = async (...words: string[]): Promise<number | null> =>
    (await startAgent(['spool', ...words, '--config', config]).exited).code
  assert.equal(await run('retry', reportName(1)), 0)
  assert.equal(await run('drop', reportName(2), '--yes'), 0)
  assert.equal(await run('verify'), 1, 'the third has no reason')
  for (const path of ['changes.log', 'dropped', `dropped/${reportName(2)}`, `parsed/${reportName(1)}`]) {
    const { uid, gid, mode } = await stat(join(folders.root, path))
    assert.deepEqual([uid, gid, mode & 0o077], [12_345, 12_346, 0], path)
  }
  // The owner of the spool tries to make root move reports into a folder that only root may write to.
  await rm(folders.parsed, { recursive: true })
  await symlink(elsewhere, folders.parsed)
  assert.notEqual(await run('retry', reportName(3)), 0)
  assert.deepEqual(await names('failed'), [reportName(3)])
})
