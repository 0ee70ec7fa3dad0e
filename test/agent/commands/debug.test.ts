import assert from 'node:assert/strict'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { startAgent } from '../../support/agent-process.ts'
import { createTestHost, loginLine } from '../../support/test-host.ts'

test('a reload switches details on and off, and nothing of a line is in them', async (t) => {
  const host = await createTestHost({ api: 'http://localhost:9' })
  t.after(() => host.remove())
  const without = await readFile(host.config, 'utf8')
  const collector = startAgent(['collect', '--config', host.config])
  await collector.untilLine(/source_found: login/)
  await host.write('login', loginLine('anna@example.com'))
  await host.untilReports('parsed', 1)
  await appendFile(host.config, 'debug: [follow, spool]\n')
  collector.kill('SIGHUP')
  await collector.untilLine(/file_opened: \S+login_log is opened/)
  await host.write('login', loginLine('anna@example.com', 1))
  await collector.untilLine(/report_sealed: Report 2 is sealed, with entries: 1/)
  await collector.untilLine(/log_read: login: \S+login_log was read from byte \d+ to \d+; lines: 1, events to seal: 1/)
  await writeFile(host.config, without)
  collector.kill('SIGHUP')
  await collector.untilLine(/debug_set: No details are told any more/)
  await host.write('login', loginLine('anna@example.com', 2))
  await host.untilReports('parsed', 3)
  collector.kill('SIGTERM')
  const { stderr } = await collector.exited
  assert.doesNotMatch(stderr, /anna@example\.com|Report 1 is|Report 3 is/)
})

test('--debug of a service tells all details, whatever the configuration says', async (t) => {
  const host = await createTestHost({ api: 'http://localhost:9' })
  t.after(() => host.remove())
  const run = startAgent(['run', '--debug', '--config', host.config])
  await run.untilLine(/source_found: login/)
  await host.write('login', loginLine('anna@example.com'))
  await run.untilLine(/report_sealed/)
  await run.untilLine(
    /request_failed: http:\/\/localhost:9\/\S* sent \d+ bytes, no answer \(ECONNREFUSED\) after \d+ ms/,
  )
  run.kill('SIGTERM')
  const { stderr } = await run.exited
  assert.doesNotMatch(stderr, /anna@example\.com/)
})
