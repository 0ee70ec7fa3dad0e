import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { spool } from '../../../../agent/commands/spool.ts'
import { makeReport } from '../../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { startAgent } from '../../../support/agent-process.ts'
import { createCommandScene } from '../../../support/spool-command.ts'
import { entryOf, reportUpTo } from '../../../support/spool-scene.ts'
import { unwrapped } from '../../../support/unwrapped.ts'

const LEGACY = { event: 'login', log_time: 1, context: 'mailbox', credential: 'info@example.com' }

function objects(stdout: string): { [key: string]: unknown }[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

test('waiting reports are listed oldest first with their content, each line with the same keys', async (t) => {
  const { run, put, leave, folders } = await createCommandScene(t)
  const two = [entryOf('a'), { ...entryOf('b'), type: 'forward_removed' }, entryOf('c')]
  const report = makeReport({ ...reportUpTo(20, 'access'), entries: two })
  await put('parsed', 2, report)
  await put('parsed', 1, reportUpTo(10))
  await leave('parsed', 'error.5.6.json', JSON.stringify(LEGACY))
  await put('failed', 3, reportUpTo(30))
  await put('transmitted', 4, reportUpTo(40))
  const sealed = Math.floor(Date.now() / 1000) - 300
  await utimes(join(folders.parsed, reportName(2)), sealed, sealed)
  const { code, stdout } = await run('list', { json: true })
  const [legacy, first, second, ...more] = objects(stdout)
  assert.deepEqual([code, more], [0, []])
  assert.deepEqual([legacy?.['name'], legacy?.['source'], legacy?.['kinds']], ['error.5.6.json', 'error', ['login']])
  assert.equal(first?.['id'], reportUpTo(10).id)
  const { age, bytes, ...rest } = second ?? {}
  assert.ok(Number(age) >= 300 && Number(age) < 400)
  assert.ok(Number(bytes) > 300)
  assert.deepEqual(rest, {
    state: 'waiting',
    name: reportName(2),
    id: report.id,
    source: 'access',
    entries: 3,
    kinds: ['login', 'forward_removed'],
    sealed: sealed * 1000,
    reason: null,
    acknowledged: null,
    problem: null,
  })
  for (const each of [legacy, first]) assert.deepEqual(Object.keys(each ?? {}), Object.keys(second ?? {}))
})

test('without --json it prints columns, with the reasons of failed reports', async (t) => {
  const { run, put, leave, folders } = await createCommandScene(t)
  for (const [sequence, age] of [10, 600, 20_000, 400_000].entries()) {
    await put('failed', sequence, reportUpTo(sequence))
    const sealed = Date.now() / 1000 - age
    await utimes(join(folders.failed, reportName(sequence)), sealed, sealed)
  }
  await leave('failed', `${reportName(0)}.reason`, 'HTTP 422: \u001b[31mno\n')
  const { stdout } = await run('list', { failed: true })
  const [head, below, first, kinds, ...rest] = stdout.split('\n').slice(0, -1)
  assert.match(head ?? '', /^NAME +ID +SOURCE +EVENTS +BYTES +AGE$/)
  assert.match(first ?? '', /^report\.0{12}\.json {2}[\w-]{22} {2}login {3}1 +\d+ +\d+ (?:s|min)$/)
  assert.deepEqual([below, kinds], ['    KINDS', '    login  HTTP 422: ?[31mno'])
  assert.deepEqual(
    rest.flatMap((line) => / (\d+ \w+)$/.exec(line)?.[1] ?? []),
    ['10 min', '5 h', '4 d'],
  )
  assert.equal((await run('list')).stdout, `${head}\n${below}\n`)
  assert.equal((await run('list', { transmitted: true })).stdout, `${head}\n${below}\n`)
})

test('a file that was refused because it is broken says so once', async (t) => {
  const { run, leave } = await createCommandScene(t)
  await leave('failed', reportName(1), '{')
  const [{ problem = '' } = {}] = objects((await run('list', { failed: true, json: true })).stdout)
  await leave('failed', `${reportName(1)}.reason`, `${String(problem)}\n`)
  const { stdout } = await run('list', { failed: true })
  assert.equal(unwrapped(stdout).split(String(problem)).length, 2)
})

test('a file that is broken or not the agent\u2019s says so, and is not read', async (t) => {
  const { run, leave, folders } = await createCommandScene(t)
  const { root, parsed } = folders
  await writeFile(join(root, 'elsewhere'), 'elsewhere', { mode: 0o600 })
  await symlink(join(root, 'elsewhere'), join(parsed, reportName(1)))
  execFileSync('mkfifo', ['-m', '600', join(parsed, reportName(2))])
  await leave('parsed', reportName(3), '{')
  await leave('parsed', reportName(4), '{}')
  await chmod(join(parsed, reportName(4)), 0o644)
  await leave('parsed', 'notes.txt', '')
  const lines = objects((await run('list', { json: true })).stdout)
  assert.deepEqual(
    lines.map(({ name, id, bytes, problem }) => [name, id, bytes, String(problem).slice(0, 34)]),
    [
      [reportName(1), null, null, 'it is a link'],
      [reportName(2), null, null, 'it is no regular file'],
      [reportName(3), null, 1, 'it is no report of this version: t'],
      [reportName(4), null, null, 'it can be read or changed by other'],
    ],
  )
  assert.match(unwrapped((await run('list')).stdout), /^report\.0+1\.json +- +- +- +- +- +it is a link$/m)
})

test('a closed pipe ends the list, and so does an interruption', async (t) => {
  const { config, put, run } = await createCommandScene(t)
  for (let sequence = 1; sequence <= 3000; sequence += 1) await put('parsed', sequence, reportUpTo(sequence))
  const under = ['bash', '-o', 'pipefail', '-c', '"$@" | head -n 2', 'bash']
  const agent = startAgent(['spool', 'list', '--config', config], { under })
  const { code, stdout, stderr } = await agent.exited
  assert.deepEqual([code, stdout.split('\n').length, stderr], [0, 3, ''])
  assert.equal(unwrapped((await run('list')).stdout).split('\n').length, 3002)
  const stop = new AbortController()
  const stdoutStream = new PassThrough({ highWaterMark: 1 })
  const io = { stdin: new PassThrough(), stdout: stdoutStream, stderr: new PassThrough(), signal: stop.signal }
  const listing = spool.run(['list'], { config }, io)
  stop.abort()
  assert.equal(await listing, 1)
})
