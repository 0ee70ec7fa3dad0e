import assert from 'node:assert/strict'
import { appendFile } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { startAgent } from '../../support/agent-process.ts'
import { type TestHost, createTestHost } from '../../support/test-host.ts'

async function createHost(t: TestContext, events: string): Promise<TestHost> {
  const host = await createTestHost({ api: 'http://localhost:9' })
  t.after(() => host.remove())
  await appendFile(host.config, `events: ${events}\n`)
  return host
}

async function collected(host: TestHost, reports: number, signal: NodeJS.Signals): Promise<void> {
  const collector = startAgent(['collect', '--config', host.config])
  await collector.untilLine(/source_found: login/)
  if (reports > 0) await host.untilReports('parsed', reports)
  collector.kill(signal)
  await collector.exited
}

test('a collector tells when it starts and stops, also after it was killed', async (t) => {
  const host = await createHost(t, 'agent')
  await collected(host, 1, 'SIGTERM')
  await host.untilReports('parsed', 2)
  await collected(host, 3, 'SIGKILL')
  await collected(host, 4, 'SIGTERM')
  const entries = await host.entriesIn('parsed')
  assert.deepEqual(
    entries.map(({ type, previous_run: previous = null }) => [type, previous]),
    [
      ['agent_started', null],
      ['agent_stopped', null],
      ['agent_started', 'stopped'],
      ['agent_started', 'crashed'],
      ['agent_stopped', null],
    ],
  )
  assert.equal(new Set(entries.map(({ id }) => id)).size, 5)
})

for (const events of ['spoor', 'takeover'])
  test(`with events: ${events} it tells nothing of itself`, async (t) => {
    const host = await createHost(t, events)
    await collected(host, 0, 'SIGTERM')
    assert.deepEqual(await host.entriesIn('parsed'), [])
  })
