import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { everyAgent } from '../../hub/store/ask/every-agent.ts'
import { newestEvents } from '../../hub/store/ask/newest-events.ts'
import { agentCommand, startAgent } from '../support/agent-process.ts'
import { createEnrollingHost } from '../support/enrolling-host.ts'
import { tokenIn } from '../support/enrolment.ts'
import { mortal } from '../support/mortal.ts'
import { runHub } from '../support/running-hub.ts'
import { NOW, openEmbedded } from '../support/stores.ts'
import { loginLine } from '../support/test-host.ts'

test('a server enrols, reports, and tells how it is', async (t) => {
  const store = await openEmbedded(t)
  const hub = await runHub(store, t)
  const host = await createEnrollingHost(t)
  const { text: token } = await tokenIn(store, { label: 'shared' })
  const words = ['--config', host.config]
  const enrolled = await startAgent(['enrol', hub.url, ...words], { input: `${token}\n` }).exited
  assert.deepEqual([enrolled.code, enrolled.stderr], [0, ''])
  await appendFile(join(host.folder, 'login_log'), `${loginLine('anna@example.com')}\n`)
  const run = await startAgent(['run', '--once', ...words]).exited
  assert.equal(run.code, 0, run.stderr)
  const [event] = await store.ask(newestEvents, { limit: 10 })
  const { log, offset, service } = JSON.parse(event?.fields ?? '{}')
  assert.deepEqual([log, offset, service], [join(host.folder, 'login_log'), 0, 'webmail'], 'the first report has all')
  const [agent] = await store.ask(everyAgent, { now: NOW })
  assert.deepEqual([event?.mailbox, event?.agent], ['anna@example.com', agent?.id])
  assert.deepEqual([agent?.host, agent?.label, agent?.reports], [host.name, 'shared', 1])
  assert.ok(![enrolled.stdout, run.stdout, run.stderr].some((output) => output.includes(token)))
})

const hasTerminals = spawnSync('script', ['--version']).status === 0

test('on a terminal the token is asked for and not shown', { skip: !hasTerminals }, async (t) => {
  const host = await createEnrollingHost(t)
  const token = `t-22222222.${'a'.repeat(43)}`
  const command = [...agentCommand(), 'enrol', 'http://127.0.0.1:1', '--config', host.config].join(' ')
  const terminal = spawn('env', [...mortal, 'script', '-qefc', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => terminal.kill('SIGKILL'))
  let output = ''
  const asked = Promise.withResolvers<void>()
  terminal.stdout.setEncoding('utf8').on('data', (piece: string) => {
    output += piece
    if (output.includes('not shown: ')) asked.resolve()
  })
  const ended = once(terminal, 'close')
  await Promise.race([asked.promise, ended])
  terminal.stdin.write(`${token}x\u007f\r`)
  const [code] = await ended
  assert.equal(code, 1)
  assert.match(output, /The hub refused the connection/)
  assert.ok(!output.includes('2222'))
})
