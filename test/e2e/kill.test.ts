import assert from 'node:assert/strict'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { after, test } from 'node:test'
import { type AgentProcess, startAgent } from '../support/agent-process.ts'
import { createTestHost, loginLine, type TestHost, type TestHostOptions } from '../support/test-host.ts'
import { unwrapped } from '../support/unwrapped.ts'

/** Makes a host that is removed after the test. */
async function hostOf(options: TestHostOptions): Promise<TestHost> {
  const host = await createTestHost(options)
  after(() => host.remove())
  return host
}

/** Nothing listens here: everything stays in the spool, where it can be counted. */
const NO_API = 'http://127.0.0.1:9'

function collector(host: TestHost): AgentProcess {
  return startAgent(['collect', '--config', host.config])
}

function assertEachOnce(entries: readonly { readonly [key: string]: unknown }[], mailboxes: readonly string[]): void {
  const seen = new Set(entries.map((entry) => entry['mailbox_address']))
  assert.deepEqual(mailboxes.filter((mailbox) => !seen.has(mailbox)).slice(0, 5), [], 'lost')
  assert.equal(entries.length, mailboxes.length, 'none twice')
  assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length, 'each has an id of its own')
}

/** Rotates like logrotate's `create`: log.1 becomes log.2 and so on. */
async function rotate(log: string): Promise<void> {
  const numbers = (await readdir(dirname(log))).map((name) => Number(name.slice(basename(log).length + 1)))
  for (const number of numbers.filter((each) => each > 0).sort((a, b) => b - a)) {
    await rename(`${log}.${number}`, `${log}.${number + 1}`)
  }
  await rename(log, `${log}.1`)
  await writeFile(log, '')
}

test('kill -9 at any moment, during writes and a rotation, leaves each event exactly once in the spool', async () => {
  const host = await hostOf({ api: NO_API })
  const mailboxes: string[] = []
  const write = async (lines: number): Promise<void> => {
    const names = Array.from({ length: lines }, (_, index) => `user${mailboxes.length + index}@example.com`)
    mailboxes.push(...names)
    await host.write('login', ...names.map((name, index) => loginLine(name, index)))
  }
  const first = collector(host)
  await first.untilLine(/source_found: login/)
  first.kill('SIGKILL')
  await first.exited

  for (let round = 0; round < 8; round += 1) {
    const agent = collector(host)
    await agent.untilLine(/source_found: login/)
    await write(200)
    await host.untilReports('parsed', round + 1)
    if (round % 3 === 1) await rotate(host.logs.login)
    // The kill hits while these lines are read: nothing is awaited.
    await write(700 + round * 97)
    agent.kill('SIGKILL')
    await agent.exited
    await write(50)
  }
  const last = collector(host)
  await write(1)
  const done = `user${mailboxes.length - 1}@example.com`
  for (
    let reports = 1;
    !(await host.entriesIn('parsed')).some((entry) => entry['mailbox_address'] === done);
    reports += 1
  ) {
    await host.untilReports('parsed', reports)
  }
  last.kill('SIGTERM')
  assert.equal((await last.exited).code, 0)
  assertEachOnce(await host.entriesIn('parsed'), mailboxes)
})

test('a second collector says who holds the spool and ends with 75; after a kill the next one starts at once', async () => {
  const host = await hostOf({ api: NO_API })
  const first = collector(host)
  await first.untilLine(/source_found: login/)
  const second = await collector(host).exited
  assert.equal(second.code, 75)
  assert.match(unwrapped(second.stderr), new RegExp(`process ${first.pid} is already the collector`))
  first.kill('SIGKILL')
  await first.exited
  const third = collector(host)
  await third.untilLine(/collector_started/)
  third.kill('SIGINT')
  assert.equal((await third.exited).code, 0)
})

test('an outage of the API loses nothing, through stops and starts', async () => {
  const host = await hostOf({ api: NO_API })
  const names = ['anna@example.com', 'bob@example.org', 'carol@example.net']
  for (const [index, name] of names.entries()) {
    const agent = startAgent(['run', '--config', host.config])
    await agent.untilLine(/source_found: login/)
    await host.write('login', loginLine(name))
    await host.untilReports('parsed', index + 1)
    await agent.untilLine(/api_unreachable/)
    agent.kill('SIGTERM')
    assert.equal((await agent.exited).code, 0)
  }
  assertEachOnce(await host.entriesIn('parsed'), names)
})
