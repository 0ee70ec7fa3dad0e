import assert from 'node:assert/strict'
import { chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { restartOn } from '../../../agent/commands/restart.ts'
import { askByName } from '../../../agent/requests/name-request.ts'
import { restartPlaces } from '../../../agent/restarts/restart-places.ts'
import { createCheckHost } from '../../support/check-host.ts'
import { createRestartScene } from '../../support/restart-scene.ts'

const CHECK = '{ name: imap, type: tcp, port: 1, failures: 1, restart: systemctl dovecot }'

/** Runs the command on a host with a played systemctl, and returns what it said on standard error. */
async function restartDue(host: Parameters<typeof restartOn>[0], config: string): Promise<string> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const io = { stdin, stdout, stderr, signal: new AbortController().signal }
  try {
    assert.equal(await restartOn(host).run([], { due: true, config }, io), 0)
  } finally {
    stderr.end()
  }
  return text(stderr)
}

async function hostIn(t: TestContext): Promise<Awaited<ReturnType<typeof createCheckHost>> & { config: string }> {
  const host = await createCheckHost(t)
  host.configure(CHECK)
  return { ...host, config: join(host.folder, 'spoor.yml') }
}

test('the watcher asks, root restarts, and the inbox has the event', async (t) => {
  const { host, calls } = await createRestartScene(t)
  const { folder, config, run } = await hostIn(t)
  const places = restartPlaces({ spool: { path: join(folder, 'spool') } })
  await run('watch', '--once')
  assert.deepEqual(readdirSync(places.requests), ['imap.json'])
  mkdirSync(places.inbox, { recursive: true })
  assert.match(await restartDue(host, config), /service_restarted: .*restarted: systemctl dovecot for imap/)
  assert.ok(calls().includes('systemctl restart -- dovecot.service'))
  const [name = ''] = readdirSync(places.inbox)
  assert.match(readFileSync(join(places.inbox, name), 'utf8'), /"type":"service_restarted"/)
  assert.match((await run('checks', 'reset', 'imap')).stdout, /^imap: systemctl dovecot may be restarted again/)
  assert.match((await run('checks', 'reset', 'imap')).stdout, /^imap: systemctl dovecot was not restarted\.$/m)
})

test('a configuration that others could change restarts nothing', { skip: process.geteuid?.() !== 0 }, async (t) => {
  const { host, calls } = await createRestartScene(t)
  const { folder, config } = await hostIn(t)
  mkdirSync(join(folder, 'spool-watch'))
  await askByName(join(folder, 'spool-watch/restarts'), 'imap')
  chownSync(config, 65_534, 65_534)
  await assert.rejects(restartDue(host, config), /belongs to user 65534/)
  assert.deepEqual(calls(), [])
})

test('restart alone says what it is for', async (t) => {
  const { run } = await hostIn(t)
  const { code, stderr } = await run('restart')
  assert.equal(code, 2)
  assert.match(stderr, /write --due [^]* systemctl restart spoor-agent\.target/)
})

test('checks reset of a check without a restart says so', async (t) => {
  const { run, configure } = await hostIn(t)
  configure('{ name: imap, type: tcp, port: 1 }')
  const { code, stderr } = await run('checks', 'reset', 'imap')
  assert.equal(code, 2)
  assert.match(stderr, /checks reset: the check imap has no restart/)
})
