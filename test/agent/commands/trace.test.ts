import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { trace } from '../../../agent/commands/trace.ts'
import { startAgent } from '../../support/agent-process.ts'
import { commandsIn, DOCS } from '../../support/documented-commands.ts'
import { type TestHost, createTestHost, loginLine } from '../../support/test-host.ts'

async function createHost(t: TestContext): Promise<TestHost> {
  const host = await createTestHost({ api: 'http://localhost:9' })
  t.after(() => host.remove())
  return host
}

/** Every path below a folder with its kind, size and time of change. */
function stateOf(folder: string): string {
  return execFileSync('find', [folder, '-not', '-name', '*_log', '-printf', '%p %y %s %C@\\n']).toString()
}

/** Writes lines until a process ends: nobody knows when it begins to look. */
async function writeUntil(exited: Promise<unknown>, write: () => Promise<void>): Promise<void> {
  const over = exited.then(() => 'over' as const)
  do await write()
  while ((await Promise.race([over, setTimeout(50)])) !== 'over')
}

const SECRET = '192.0.2.1 - shop [11/28/2026:07:01:02 -0000] "GET /cpsess1234567890/x?pass=hunter2 HTTP/1.1" 200 0'

test('the next lines are shown with what they were taken for, and nothing is changed', async (t) => {
  const host = await createHost(t)
  const before = stateOf(host.folder)
  const agent = startAgent(['trace', '4', '--config', host.config, '--json'])
  let count = 0
  await writeUntil(agent.exited, async () => {
    await host.write('access', SECRET)
    await host.write('login', loginLine('anna@example.com', count++), 'what is this: hunter2')
  })
  const { code, stdout } = await agent.exited
  assert.equal(code, 0)
  assert.equal(stateOf(host.folder), before)
  const said: Record<string, unknown>[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const logins = said.filter(({ source }) => source === 'login')
  const first = logins.find(({ taken }) => taken === 'events')
  assert.ok(first)
  assert.deepEqual([first['driver'], first['log']], ['cpanel-login', host.logs.login])
  assert.match(JSON.stringify(first['events']), /"type":"login".*"left_out_by":null/)
  assert.ok(logins.some(({ taken }) => taken === 'unrecognised'))
  assert.ok(Object.hasOwn(said.at(-1) ?? {}, 'summary'))
  assert.doesNotMatch(stdout, /hunter2|cpsess/)
})

test('for people each line has a row, and what follows it; the summary tells of each source', async (t) => {
  const host = await createHost(t)
  await appendFile(host.config, 'events: spoor\nignore: [{ name: office, ip: 192.0.2.77 }]\n')
  const agent = startAgent(['trace', '3', '--source', 'login', '--config', host.config])
  await writeUntil(agent.exited, async () => {
    const line = loginLine('anna@example.com')
    await host.write('login', line, line.replace(/\d+\.\d+\.\d+\.\d+/, '192.0.2.77'), 'hunter2')
  })
  const { code, stdout, stderr } = await agent.exited
  assert.equal(code, 0)
  assert.match(stdout, /^\d\d:\d\d:\d\d {2}login {2}login: let through/m)
  assert.match(stdout, /login: left out by the rule office of `ignore`/)
  assert.match(stdout, /not understood: 7 bytes at byte \d+/)
  assert.match(stdout, /^ {4}.*mailbox_address anna@example\.com/m)
  assert.ok(stdout.split('\n').every((line) => line.length <= 80))
  assert.doesNotMatch(stdout, /hunter2/)
  assert.match(stderr, /login: \S+login_log, read by cpanel-login/)
  assert.match(stderr, /login: 3 lines: not understood 1, let through 1, left out by ignore 1/)
})

test('it works beside a collector, which reads the same lines', async (t) => {
  const host = await createHost(t)
  const collector = startAgent(['collect', '--config', host.config])
  await collector.untilLine(/source_found: login/)
  const agent = startAgent(['trace', '2', '--source', 'login', '--config', host.config, '--json'])
  let count = 0
  await writeUntil(agent.exited, () => host.write('login', loginLine(`user${count++}@example.com`, count)))
  assert.equal((await agent.exited).code, 0)
  while ((await host.entriesIn('parsed')).length < count) await setTimeout(50)
  collector.kill('SIGTERM')
  await collector.exited
  assert.equal((await host.entriesIn('parsed')).length, count)
})

/** Runs the command until it ends by itself. */
async function run(words: readonly string[], options: Record<string, string | boolean>): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  await trace.run(words, options, { stdin: new PassThrough(), stdout, stderr, signal: AbortSignal.abort() })
  return text(stderr.end())
}

test('what can be read only once is named and left alone', async (t) => {
  const host = await createHost(t)
  await appendFile(host.config, `logs: [{ driver: dovecot, pipe: ${host.folder}/mail.fifo }]\n`)
  execFileSync('mkfifo', [`${host.folder}/mail.fifo`])
  const said = await run([], { config: host.config })
  assert.match(said.replaceAll(/\s+/g, ' '), /mail\.fifo cannot be traced: its lines can be read only once/)
  await assert.rejects(run([], { config: host.config, source: 'dovecot' }), /follows no log that can be traced/)
})

test('raw lines are for a terminal alone, and wrong words are refused', async (t) => {
  const host = await createHost(t)
  const { config } = host
  await assert.rejects(run([], { config, raw: true }), /only root|on a terminal alone/)
  await assert.rejects(run(['some'], { config }), /write how many lines to show/)
  await assert.rejects(run([], { config, source: 'logn' }), /did you mean login\?/)
  await assert.rejects(run([], { config, driver: 'cpanel-logni' }), /did you mean cpanel-login\?/)
})

test('every trace command in the documents traces until it is stopped', async (t) => {
  const commands = DOCS.flatMap((document) => commandsIn(document)).filter((each) => /^spoor-agent trace\b/.test(each))
  assert.ok(commands.length >= 3)
  const host = await createHost(t)
  const log = join(host.folder, 'logs/maillog')
  await writeFile(log, '')
  await appendFile(host.config, `logs: [{ driver: dovecot, path: ${log} }]\n`)
  for (const command of commands.filter((each) => !each.endsWith(' N'))) {
    const agent = startAgent([...command.split(' ').slice(1), '--config', host.config])
    await agent.untilLine(/, read by /)
    agent.kill('SIGINT')
    const { code, stderr } = await agent.exited
    assert.equal(code, command.includes('--follow') ? 0 : 1, `${command}: ${stderr}`)
  }
})
