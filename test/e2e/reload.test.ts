import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { type AgentProcess, startAgent } from '../support/agent-process.ts'
import { hasReported, reported, stage, stopped, writeLogins } from '../support/reload-scene.ts'
import { loginLine, type TestHost } from '../support/test-host.ts'
import { unwrapped } from '../support/unwrapped.ts'

/** Resolves with the exit code of `status` once it shows this. */
async function untilStatus({ config }: TestHost, pattern: RegExp): Promise<number | null> {
  for (;;) {
    const { code, stdout } = await startAgent(['status', '--config', config]).exited
    if (pattern.test(unwrapped(stdout))) return code
  }
}

function forward(mailbox: string): string {
  const user = mailbox.replace('@', '%40')
  return `203.0.113.9 - ${user} [11/20/2026:13:23:31 -0000] "POST /cpsess0/webmail/jupiter/mail/doaddfwd.html HTTP/1.1" 200 0 "-" "-" "s" "-" 2096`
}

function descriptorsOf({ pid }: AgentProcess): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

test('ten reloads during constant writes lose and duplicate nothing; added logs are followed, removed ones are not', async () => {
  const { api, host, config, configure } = await stage()
  const without = config.replace(/^ {2}access: .*\n/m, '')
  await configure(without)
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  const logins = writeLogins(host)
  const forwards: string[] = []
  let descriptors = Infinity
  for (let reload = 1; reload <= 10; reload += 1) {
    const isAdded = reload % 2 === 1
    await configure(isAdded ? config : without)
    agent.kill('SIGHUP')
    await agent.untilLine(/source_found: login/, reload + 1)
    if (isAdded) await agent.untilLine(/source_found: access/, Math.ceil(reload / 2))
    const mailbox = `forward${reload}@example.com`
    forwards.push(mailbox)
    await host.write('access', forward(mailbox))
    // Lines written later are reported, and this one is not.
    await reported(api, isAdded ? mailbox : `login${logins.written.length + 100}@example.com`)
    assert.equal(hasReported(api, mailbox), isAdded)
    if (reload === 2) descriptors = descriptorsOf(agent)
  }
  // Files and connections come and go; what leaked would stay, and this would never end.
  while (descriptorsOf(agent) > descriptors + 4) await setImmediate()
  await logins.stop()
  await reported(api, logins.written.at(-1) ?? '')
  const stderr = await stopped(agent)

  assert.equal(stderr.match(/ notice +config_reloaded: /g)?.length, 10)
  assert.doesNotMatch(stderr, /log_gap|source_truncated|checkpoints_/)
  const entries = [...(await host.entriesIn('transmitted')), ...(await host.entriesIn('parsed'))]
  const mailboxes = entries.map((entry) => String(entry['mailbox_address']))
  // Lines written while a log was not followed are read once it is followed again; the last one never was.
  assert.deepEqual(mailboxes.toSorted(), [...logins.written, ...forwards.slice(0, -1)].toSorted())
  assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length)
})

test('an additional file counts from the next reload, and a wrong one changes nothing', async () => {
  const { api, host } = await stage()
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  const further = join(host.folder, 'conf.d')
  await mkdir(further, { mode: 0o750 })
  await writeFile(join(further, '10-site.yml'), 'host: { labels: { site: vienna } }\n', { mode: 0o600 })
  agent.kill('SIGHUP')
  await agent.untilLine(/config_reloaded/)
  await agent.untilLine(/source_found: login/, 2)
  await host.write('login', loginLine('anna@example.com'))
  await reported(api, 'anna@example.com')
  assert.match(api.requests.at(-1)?.body ?? '', /"metadata":\{"reporter":"[^"]+","labels":\{"site":"vienna"\}\}/)
  await writeFile(join(further, '20-host.yml'), 'host: { name: web1.example.net }\n', { mode: 0o644 })
  await chmod(join(further, '20-host.yml'), 0o644)
  agent.kill('SIGHUP')
  assert.match(await agent.untilLine(/config_refused/), /conf\.d\/20-host\.yml: has mode 644/)
  await host.write('login', loginLine('bert@example.com', 1))
  await reported(api, 'bert@example.com')
  assert.match(api.requests.at(-1)?.body ?? '', /"site":"vienna"/)
  await stopped(agent)
})

test('a wrong file, and one that names something missing, are refused and change nothing; status says so', async () => {
  const { api, host, config, configure } = await stage()
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  const refusal = async (text: string, number: number): Promise<string> => {
    await configure(text)
    agent.kill('SIGHUP')
    return agent.untilLine(/config_refused/, number)
  }
  const wrong = [
    config.replace('timeout: 60s', 'timeout: 60'),
    config.replace(/^spool: .*$/m, `spool: { path: ${host.config} }`),
  ]
  assert.match(
    await refusal(wrong[0] ?? '', 1),
    / error +config_refused: .* the previous one stays active: .*spoor\.yml:\d+:\d+: transmission\.timeout: /,
  )
  const warned = /^login .*login_log *$[^]*^error +config_refused .*transmission\.timeout: is not a duration/m
  assert.equal(await untilStatus(host, warned), 1)
  assert.match(await refusal(wrong[1] ?? '', 2), /spoor\.yml: this is not a folder/)
  await host.write('login', loginLine('anna@example.com'))
  await host.untilReports('transmitted', 1)
  await configure(config)
  assert.equal(await untilStatus(host, /^error +config_refused .*this is not a folder/m), 1)
  assert.doesNotMatch(agent.output.stderr, /_stopped/)

  agent.kill('SIGHUP')
  await agent.untilLine(/config_reloaded/)
  await agent.untilLine(/transmitter_started/, 2)
  await agent.untilLine(/source_found: login/, 2)
  assert.equal(await untilStatus(host, /healthy/), 0)
  await stopped(agent)
  assert.equal(api.requests.length, 1)
})

test('a spool held by another process is refused once the services have stopped, and they continue with their own', async () => {
  const { host, config, configure } = await stage()
  const other = await stage()
  const holder = startAgent(['collect', '--config', other.host.config])
  await holder.untilLine(/source_found: login/)
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  await configure(config.replace(host.spool, other.host.spool))
  agent.kill('SIGHUP')
  assert.match(await agent.untilLine(/config_refused/), new RegExp(`process ${holder.pid} is already the collector`))
  await agent.untilLine(/source_found: login/, 2)
  await host.write('login', loginLine('anna@example.com'))
  await host.untilReports('transmitted', 1)
  await Promise.all([stopped(agent), stopped(holder)])
})

test('requests in flight are answered before the next round, and not sent twice', async () => {
  const { api, host } = await stage()
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  api.script.push({ status: 202, delay: 300 })
  await host.write('login', loginLine('anna@example.com'))
  await api.arrived(1)
  agent.kill('SIGHUP')
  await agent.untilLine(/source_found: login/, 2)
  await host.write('login', loginLine('bob@example.com'))
  await host.untilReports('transmitted', 2)
  assert.equal(api.requests.length, 2)
  await stopped(agent)
})

test('SIGTERM does not wait for what SIGHUP waits for', async () => {
  const { api, host } = await stage({ timeout: '10m' })
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  api.script.push('hang')
  await host.write('login', loginLine('anna@example.com'))
  await api.arrived(1)
  agent.kill('SIGHUP')
  await agent.untilLine(/collector_stopped/)
  await stopped(agent)
  assert.deepEqual((await host.entriesIn('parsed')).length, 1)
})

/** Resolves when SIGHUP no longer ends the process: bit 0 of the mask in proc(5). */
async function catchesHangups({ pid }: AgentProcess): Promise<void> {
  const caught = (): string => /^SigCgt:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? '0'
  while ((BigInt(`0x${caught()}`) & 1n) === 0n) await setImmediate()
}

for (const command of ['collect', 'transmit', 'run']) {
  test(`SIGHUPs during the start of ${command} do no harm`, async () => {
    const { host, config, configure } = await stage()
    // The collector needs no secret.
    if (command === 'collect') await configure(config.replace('api_secret: secret456', 'api_secret_file: /nonexistent'))
    const agent = startAgent([command, '--config', host.config])
    await catchesHangups(agent)
    for (let count = 0; count < 50; count += 1) agent.kill('SIGHUP')
    await agent.untilLine(/config_reloaded/)
    await stopped(agent)
  })
}

test('any number of SIGHUPs, early ones and one during the stop, do no harm', async () => {
  const { host } = await stage()
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/_started/)
  for (let count = 0; count < 50; count += 1) agent.kill('SIGHUP')
  await agent.untilLine(/config_reloaded/)
  for (let count = 0; count < 50; count += 1) agent.kill('SIGHUP')
  agent.kill('SIGTERM')
  agent.kill('SIGHUP')
  const { code, stderr } = await agent.exited
  assert.equal(code, 0, stderr)
  assert.doesNotMatch(stderr, / (?:error|warning) +\w+: /)
  assert.deepEqual(
    (await readdir(host.spool)).filter((name) => name.endsWith('.lock')),
    [],
  )
})

test('SIGHUP ends a dry run', async () => {
  const { host } = await stage()
  const agent = startAgent(['collect', '--dry-run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  agent.kill('SIGHUP')
  assert.equal((await agent.exited).signal, 'SIGHUP')
})
