import assert from 'node:assert/strict'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { project } from '../../lib/event/entry.ts'
import { startAgent } from '../support/agent-process.ts'
import { startFakeApi } from '../support/fake-api.ts'
import { createTestHost, loginLine } from '../support/test-host.ts'
import { unwrapped } from '../support/unwrapped.ts'

/** Parses a command's output as JSON lines. */
function objects(stdout: string): unknown[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line))
}

test('the past of a server is reported once, in addition to what its agent reports', async () => {
  const api = await startFakeApi()
  const host = await createTestHost({ api: api.url })
  after(() => Promise.all([api.close(), host.remove()]))
  const config = ['--config', host.config]
  await writeFile(`${host.logs.login}.1.gz`, gzipSync(`${loginLine('old@example.com')}\n`))
  await host.write('login', loginLine('yesterday@example.com'))
  const collector = startAgent(['collect', ...config])
  await collector.untilLine(/source_found: login/)
  const refused = await startAgent(['replay', '--report', ...config]).exited
  assert.equal(refused.code, 75)
  assert.match(unwrapped(refused.stderr), /stop it while replay --report runs/)
  await host.write('login', loginLine('today@example.com'))
  await host.untilReports('parsed', 1)
  collector.kill('SIGTERM')
  assert.equal((await collector.exited).code, 0)

  const shown = await startAgent(['replay', ...config]).exited
  assert.equal(shown.code, 0)
  const reported = await startAgent(['replay', '--report', ...config]).exited
  assert.equal(reported.code, 0)
  assert.match(reported.stderr, /events: 3, .*; sealed: 2, in the spool already: 1\.\n$/)
  const [today, old, yesterday] = (await host.entriesIn('parsed')).map((entry) => project(entry))
  assert.deepEqual(objects(shown.stdout), [old, yesterday, today])

  await rename(host.logs.login, `${host.logs.login}.1`)
  await writeFile(host.logs.login, `${loginLine('tomorrow@example.com')}\n`)
  const agent = startAgent(['run', ...config])
  await host.untilReports('transmitted', 4)
  agent.kill('SIGTERM')
  assert.equal((await agent.exited).code, 0)
  assert.doesNotMatch(agent.output.stderr, /checkpoints_lost|log_gap/)
  const sent = (await host.entriesIn('transmitted')).map(({ mailbox_address: mailbox }) => mailbox)
  assert.deepEqual(
    sent,
    ['today', 'old', 'yesterday', 'tomorrow'].map((name) => `${name}@example.com`),
  )
})

test('an interrupted replay ends cleanly and says how far it got', async () => {
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  after(() => host.remove())
  await writeFile(host.logs.login, `${loginLine('anna@example.com')}\n`.repeat(1000))
  const config = `${host.folder}/slow.yml`
  await writeFile(config, `${await readFile(host.config, 'utf8')}limits: { read_rate: 64KiB }\n`, { mode: 0o600 })
  const agent = startAgent(['replay', 'login', '--config', config])
  await agent.untilLine(/anna@example\.com/)
  agent.kill('SIGINT')
  const { code, stderr } = await agent.exited
  assert.equal(code, 1)
  assert.match(stderr, /\nStopped at byte \d+ of .*login_log; what was found before that is above\.\n$/)
})
