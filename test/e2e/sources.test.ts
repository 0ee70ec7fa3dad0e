import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { type Socket, connect } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { type AgentProcess, startAgent } from '../support/agent-process.ts'
import { JournalFiles, withoutJournals } from '../support/journal-files.ts'
import { createStreamHost, mailboxesIn } from '../support/stream-host.ts'
import { type TestHost, loginLine } from '../support/test-host.ts'

async function listening(host: TestHost): Promise<AgentProcess> {
  const agent = startAgent(['collect', '--config', host.config])
  await agent.untilLine(/socket_listening: login/)
  return agent
}

async function connectTo(t: TestContext, path: string): Promise<Socket> {
  const socket = connect({ path })
  t.after(() => socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

test('what programs write to a socket is sealed, over a kill and a restart, each time it is said', async (t) => {
  const host = await createStreamHost(t, 'socket: FOLDER/login.sock')
  const path = join(host.folder, 'login.sock')
  const line = `${loginLine('a@example.com')}\n`
  const first = await listening(host)
  ;(await connectTo(t, path)).write(line)
  await host.untilReports('parsed', 1)
  first.kill('SIGKILL')
  await first.exited
  assert.ok(existsSync(path))
  const second = await listening(host)
  ;(await connectTo(t, path)).end(line)
  await host.untilReports('parsed', 2)
  second.kill('SIGTERM')
  assert.equal((await second.exited).code, 0)
  assert.equal(existsSync(path), false)
  const ids = (await host.entriesIn('parsed')).map(({ id }) => id)
  assert.equal(new Set(ids).size, 2)
})

test('a reload listens again, and seals what was written before it', async (t) => {
  const host = await createStreamHost(t, 'socket: FOLDER/login.sock')
  const path = join(host.folder, 'login.sock')
  const agent = await listening(host)
  const writer = await connectTo(t, path)
  await new Promise<void>((resolve) => void writer.write(`${loginLine('a@example.com')}\n`, () => resolve()))
  agent.kill('SIGHUP')
  await agent.untilLine(/socket_listening: login/, 2)
  ;(await connectTo(t, path)).end(`${loginLine('b@example.com')}\n`)
  await host.untilReports('parsed', 2)
  agent.kill('SIGTERM')
  assert.equal((await agent.exited).code, 0)
  assert.deepEqual(await mailboxesIn(host), ['a@example.com', 'b@example.com'])
})

test('collect --once leaves a socket alone, and says so', async (t) => {
  const host = await createStreamHost(t, 'socket: FOLDER/login.sock')
  const { code, stderr } = await startAgent(['collect', '--once', '--config', host.config]).exited
  assert.equal(code, 0)
  assert.match(stderr, /socket_passed_over: login: nobody listens on \S+ with --once/)
})

/** The processes that this one has started. */
function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
}

test(
  'the entries of a journal are sealed each once, over a kill, which ends journalctl as well',
  { skip: withoutJournals },
  async (t) => {
    const host = await createStreamHost(t, 'journal: app.service, directory: FOLDER/journal, start: beginning')
    const journal = new JournalFiles(host.folder)
    journal.append('system', loginLine('a@example.com'), 'noise')
    const agent = startAgent(['collect', '--config', host.config])
    await host.untilReports('parsed', 1)
    const children = childrenOf(agent.pid)
    agent.kill('SIGKILL')
    await agent.exited
    for (const pid of children) while (existsSync(`/proc/${pid}`)) await setImmediate()
    journal.append('system', loginLine('b@example.com'), loginLine('a@example.com'))
    for (const _ of [1, 2]) {
      const { code, stderr } = await startAgent(['collect', '--once', '--config', host.config]).exited
      assert.equal(code, 0, stderr)
      assert.doesNotMatch(stderr, /log_gap/)
    }
    assert.deepEqual(await mailboxesIn(host), ['a@example.com', 'b@example.com', 'a@example.com'])
    const ids = (await host.entriesIn('parsed')).map(({ id }) => id)
    await writeFile(host.config, (await readFile(host.config, 'utf8')).replace('/spool }', '/spool2 }'))
    const { code, stdout } = await startAgent(['collect', '--dry-run', '--once', '--config', host.config]).exited
    assert.equal(code, 0)
    assert.equal(stdout.trim().split('\n').length, ids.length)
    assert.equal(new Set(ids).size, 3)
  },
)

test('a stop of the collector ends journalctl', { skip: withoutJournals }, async (t) => {
  const host = await createStreamHost(t, 'journal: app.service, directory: FOLDER/journal, start: beginning')
  new JournalFiles(host.folder).append('system', loginLine('a@example.com'))
  const agent = startAgent(['collect', '--config', host.config])
  await host.untilReports('parsed', 1)
  const children = childrenOf(agent.pid)
  assert.ok(children.length > 0)
  agent.kill('SIGTERM')
  assert.equal((await agent.exited).code, 0)
  assert.deepEqual(
    children.filter((pid) => readdirSync('/proc').includes(pid)),
    [],
  )
})

test(
  'while the spool is full a journal waits, and a single run ends and says why',
  { skip: withoutJournals },
  async (t) => {
    const host = await createStreamHost(
      t,
      'journal: app.service, directory: FOLDER/journal, start: beginning',
      'max_files: 1, ',
    )
    const journal = new JournalFiles(host.folder)
    journal.append('system', loginLine('a@example.com'))
    assert.equal((await startAgent(['collect', '--once', '--config', host.config]).exited).code, 0)
    journal.append('system', loginLine('b@example.com'))
    const { stderr } = await startAgent(['collect', '--once', '--config', host.config]).exited
    assert.match(stderr, /Not all was read, the next run goes on/)
    await writeFile(host.config, (await readFile(host.config, 'utf8')).replace('max_files: 1', 'max_files: 9'))
    assert.equal((await startAgent(['collect', '--once', '--config', host.config]).exited).code, 0)
    assert.deepEqual(await mailboxesIn(host), ['a@example.com', 'b@example.com'])
  },
)
