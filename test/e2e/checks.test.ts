import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseReport } from '../../agent/spool/reports/report-file.ts'
import type { Ended } from '../support/agent-process.ts'
import { type CheckHost, createCheckHost, listening } from '../support/check-host.ts'
import { promtoolSays, withoutPromtool } from '../support/promtool.ts'

/** The kinds of all sealed events, and the checks that they are of. */
function sealedIn(folder: string): readonly string[] {
  const sealed = join(folder, 'spool/sealed')
  return readdirSync(sealed)
    .toSorted()
    .flatMap((name) => {
      const report = parseReport(readFileSync(join(sealed, name), 'utf8'))
      const entries = typeof report === 'string' ? [] : report.entries
      return entries.flatMap(({ type, check }) => (check === undefined ? [] : `${type} ${check}`))
    })
}

/** What `checks` prints as soon as it is like this: the watcher tells how it is half a second later. */
async function untilChecks(host: CheckHost, pattern: RegExp): Promise<Ended> {
  for (;;) {
    const listed = await host.run('checks')
    if (pattern.test(listed.stdout)) return listed
  }
}

test('a check that fails is an event in a report, shown by status and checks, and gone from all once it is removed', async (t) => {
  const host = await createCheckHost(t)
  const up = await listening(t)
  const good = `{ name: good, type: tcp, port: ${up.port}, interval: 5s }`
  host.configure(good, '{ name: bad, type: tcp, port: 1, interval: 5s, failures: 1 }')
  const agent = host.start('run')
  await agent.untilLine(/check_changed: down: bad /)
  const listed = await untilChecks(host, /^bad +down /m)
  assert.equal(listed.code, 1)
  const status = await host.run('status')
  assert.match(status.stdout, /checks_down/)
  host.configure(good)
  agent.kill('SIGHUP')
  await agent.untilLine(/check_changed: recovered after .*: bad \(it is not checked any more\)/)
  await agent.untilLine(/watcher_started: Checks to run: 1/)
  assert.doesNotMatch((await untilChecks(host, /^(?!.*bad)/s)).stdout, /bad/)
  agent.kill('SIGTERM')
  assert.equal((await agent.exited).code, 0)
  await host.run('collect', '--once')
  assert.deepEqual(sealedIn(host.folder), ['service_down bad', 'service_recovered bad'])
  const metrics = readFileSync(join(host.folder, 'metrics/spoor_agent_watcher.prom'), 'utf8')
  assert.doesNotMatch(metrics, /bad/)
  if (withoutPromtool() === false) assert.equal(promtoolSays(metrics), '')
})

test('watch --once runs every check once; the states go on from run to run', async (t) => {
  const host = await createCheckHost(t)
  const up = await listening(t)
  host.configure(
    `{ name: good, type: tcp, port: ${up.port} }`,
    '{ name: bad, type: tcp, port: 1 }',
    '{ name: later, type: tcp, port: 1, after: bad }',
  )
  for (let times = 0; times < 3; times += 1) assert.equal((await host.run('watch', '--once')).code, 0)
  const last = await host.run('watch', '--once')
  assert.equal(last.code, 0)
  const { stdout, code } = await host.run('checks')
  assert.match(stdout, /^good +up /m)
  assert.match(stdout, /^bad +down /m)
  assert.match(stdout, /^later +(?:blocked|down) /m)
  assert.equal(code, 3)
  await host.run('collect', '--once')
  assert.ok(sealedIn(host.folder).includes('service_down bad'))
  const metrics = readFileSync(join(host.folder, 'metrics/spoor_agent_watcher.prom'), 'utf8')
  assert.match(metrics, /^spoor_agent_check_up\{check="good",type="tcp"\} 1$/m)
  assert.match(metrics, /^spoor_agent_check_up\{check="bad",type="tcp"\} 0$/m)
  assert.match(metrics, /^spoor_agent_check_value\{check="good",name="connect_seconds",of=""\} /m)
})

test('without checks the watcher has no work; with wrong ones it says where and what', async (t) => {
  const host = await createCheckHost(t)
  const idle = await host.run('watch')
  assert.equal(idle.code, 6)
  host.configure('{ name: web, type: tpc, port: 80 }', '{ name: imap, type: tcp, port: none }')
  const wrong = await host.run('watch')
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /checks\.web\.type: is no type of check; write/)
  const checked = await host.run('check', '--for', 'watch')
  assert.equal(checked.code, 2)
  assert.match(checked.stderr, /spoor\.yml:10:\d+: checks\.imap\.port: is not a port/)
})
