import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startAgent } from '../support/agent-process.ts'
import { createStreamHost, mailboxesIn } from '../support/stream-host.ts'
import { loginLine } from '../support/test-host.ts'

test('collect --once seals what standard input says, each time it is said, with ids of their own', async (t) => {
  const host = await createStreamHost(t, 'stdin: true')
  const input = `${loginLine('a@example.com')}\nnoise\n${loginLine('b@example.com')}`
  for (const _ of [1, 2]) {
    const { code, stderr } = await startAgent(['collect', '--once', '--config', host.config], { input }).exited
    assert.equal(code, 0, stderr)
  }
  assert.deepEqual(await mailboxesIn(host), ['a@example.com', 'b@example.com', 'a@example.com', 'b@example.com'])
  assert.equal(new Set((await host.entriesIn('parsed')).map(({ id }) => id)).size, 4)
})

test('lines of a named pipe are sealed as they come, from one writer after another', async (t) => {
  const host = await createStreamHost(t, 'pipe: FOLDER/lines')
  const pipe = join(host.folder, 'lines')
  execFileSync('/usr/bin/mkfifo', [pipe])
  const agent = startAgent(['collect', '--config', host.config])
  await agent.untilLine(/stream_found: login/)
  await writeFile(pipe, `${loginLine('a@example.com')}\n`)
  await host.untilReports('parsed', 1)
  await writeFile(pipe, `${loginLine('b@example.com')}\n`)
  await host.untilReports('parsed', 2)
  agent.kill('SIGTERM')
  const { code, stderr } = await agent.exited
  assert.equal(code, 0, stderr)
  assert.doesNotMatch(stderr, /stream_cut/)
  assert.deepEqual(await mailboxesIn(host), ['a@example.com', 'b@example.com'])
})

test('collect --once takes what is in a named pipe, and waits for the end of a line that is half written', async (t) => {
  const host = await createStreamHost(t, 'pipe: FOLDER/lines')
  const pipe = join(host.folder, 'lines')
  execFileSync('/usr/bin/mkfifo', [pipe])
  // Open for both, nobody waits for the other side, and what is written stays.
  const writer = await open(pipe, 'r+')
  const line = `${loginLine('a@example.com')}\n`
  await writer.write(line.slice(0, 20))
  const agent = startAgent(['collect', '--once', '--config', host.config])
  await agent.untilLine(/stream_found: login/)
  await writer.write(line.slice(20))
  assert.equal((await agent.exited).code, 0)
  await writer.close()
  assert.deepEqual(await mailboxesIn(host), ['a@example.com'])
})

test('while the spool is full nothing is taken off the pipe, and nothing that waits there is lost', async (t) => {
  const host = await createStreamHost(t, 'pipe: FOLDER/lines', 'max_files: 1, ')
  const pipe = join(host.folder, 'lines')
  execFileSync('/usr/bin/mkfifo', [pipe])
  const writer = await open(pipe, 'r+')
  const agent = startAgent(['collect', '--config', host.config])
  await agent.untilLine(/stream_found: login/)
  await writer.write(`${loginLine('a@example.com')}\n`)
  await host.untilReports('parsed', 1)
  await writer.write(`${loginLine('b@example.com')}\n`)
  await agent.untilLine(/spool_held/)
  await writer.write(`${loginLine('c@example.com')}\n`)
  agent.kill('SIGTERM')
  const { stderr } = await agent.exited
  assert.match(
    stderr,
    new RegExp(`stream_cut: login: ${loginLine('b@example.com').length + 1} bytes taken from ${pipe} `),
  )
  const left = Buffer.alloc(1000)
  const { bytesRead } = await writer.read(left)
  await writer.close()
  assert.equal(left.subarray(0, bytesRead).toString(), `${loginLine('c@example.com')}\n`)
})

test('what is no pipe is told, and the others are read', async (t) => {
  const host = await createStreamHost(
    t,
    'pipe: FOLDER/lines }, { driver: cpanel-login, path: FOLDER/log, start: beginning',
  )
  await writeFile(join(host.folder, 'lines'), `${loginLine('a@example.com')}\n`)
  await writeFile(host.config, (await readFile(host.config, 'utf8')).replaceAll('FOLDER', host.folder))
  await writeFile(join(host.folder, 'log'), `${loginLine('b@example.com')}\n`)
  const { code, stderr } = await startAgent(['collect', '--once', '--config', host.config]).exited
  assert.equal(code, 1)
  assert.match(stderr, /stream_unreadable: login: \S+\/lines is not a named pipe; /)
  assert.deepEqual(await mailboxesIn(host), ['b@example.com'])
})
