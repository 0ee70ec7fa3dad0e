import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agentOfCredential } from '../../../hub/store/ask/agent-of-credential.ts'
import { noteStatus } from '../../../hub/store/change/note-status.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { digestOf } from '../../../lib/credentials/secret.ts'
import { createHubScene } from '../../support/hub-command.ts'

const HOST = 'web1.example.com'

test('a server that cannot enrol gets credentials by hand, and a new secret beside the one it has', async (t) => {
  const hub = await createHubScene(t)
  assert.match(await hub.run('agents list'), /^No host is enrolled/)
  const first = JSON.parse(await hub.run(`agents add ${HOST}`, { json: true, label: 'old' }))
  await assert.rejects(hub.run(`agents add ${HOST}`), { exitCode: 1, message: /is enrolled already; .* agents rotate/ })
  const second = JSON.parse(await hub.run(`agents rotate ${HOST}`, { json: true, grace: '1h' }))
  assert.equal(second.identifier, first.identifier)
  assert.ok(second.previous_until > Date.now() / 1000)
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  const now = Math.floor(Date.now() / 1000)
  const known = await store.ask(agentOfCredential, { identifier: first.identifier, now })
  assert.deepEqual(known?.digests, [second.secret, first.secret].map(digestOf))
  assert.match(
    await hub.run(`agents rotate ${HOST}`),
    /^ {2}install -m 640 -g spoor \/dev\/stdin \/etc\/spoor\/private/m,
  )
})

test('list shows what was heard last, and of which label', async (t) => {
  const hub = await createHubScene(t)
  await hub.run(`agents add ${HOST}`, { label: 'shared' })
  await hub.run('agents add web2.example.com')
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  const at = Math.floor(Date.now() / 1000)
  const said = { status: '{}', version: '0.2.0', health: 'degraded', lag: 7200, unread: null }
  await store.change(noteStatus, { agent: 1, at, ...said })
  const [title = '', first = '', second = ''] = (await hub.run('agents list')).split('\n')
  assert.match(title, /^HOST +LABEL +LAST REPORT +LAST STATUS/)
  assert.match(first, /^web1\.example\.com +shared +never +\d+ s ago/)
  assert.match((await hub.run('agents list')).replaceAll(/\s+/g, ' '), /0\.2\.0 degraded 2 h/)
  assert.match(second + title, /web2|VERSION/)
  const lines = (await hub.run('agents list', { json: true, label: 'shared' })).trimEnd().split('\n')
  assert.equal(lines.length, 1)
  const { host, label, health, version, lag, status_at: told } = JSON.parse(lines[0] ?? '')
  assert.deepEqual([host, label, health, version, lag, told], [HOST, 'shared', 'degraded', '0.2.0', 7200, at])
  assert.match(await hub.run('agents list', { label: 'none' }), /^No host has this label/)
})

test('a server is renamed and revoked by its name, and what is not enrolled is named', async (t) => {
  const hub = await createHubScene(t)
  await hub.run(`agents add ${HOST}`)
  assert.match(
    await hub.run(`agents rename ${HOST} web1.example.net`),
    /^web1\.example\.com is called web1\.example\.net/,
  )
  assert.deepEqual(JSON.parse(await hub.run('agents list', { json: true })).former_names, [HOST])
  await assert.rejects(hub.run(`agents revoke ${HOST}`), {
    exitCode: 1,
    message: /^web1\.example\.com is not enrolled;/,
  })
  await assert.rejects(hub.run(`agents rename ${HOST} x`), { exitCode: 1, message: /is not enrolled/ })
  assert.match(await hub.run('agents revoke web1.example.net'), /can report no more\. .* token create --host/)
  assert.match(await hub.run('agents list'), /^No host is enrolled[^\n]*\n1 host may report no more; .*: --all\n$/)
  assert.equal(await hub.run('agents list', { json: true }), '')
  assert.match((await hub.run('agents list', { all: true })).replaceAll(/\s+/g, ' '), /revoked $/)
  await assert.rejects(hub.run('agents rotate web1.example.net'), { exitCode: 1, message: /has no credentials; / })
  await hub.run('agents add web2.example.com')
  await assert.rejects(hub.run(`agents rename web2.example.com ${HOST}`), { exitCode: 1, message: /another host$/ })
})

test('a label is changed and taken away, and every command takes the same labels', async (t) => {
  const hub = await createHubScene(t)
  await hub.run(`agents add ${HOST}`, { label: 'shared' })
  assert.equal(await hub.run(`agents label ${HOST} vip`), `${HOST} has the label vip now.\n`)
  assert.equal(JSON.parse(await hub.run('agents list', { json: true })).label, 'vip')
  await assert.rejects(hub.run(`agents label ${HOST} a;b`), { exitCode: 2, message: /^label: write at most 64/ })
  await assert.rejects(hub.run('agents add web2.example.com', { label: 'a;b' }), { exitCode: 2, message: /^--label/ })
  await assert.rejects(hub.run('agents label web2.example.com vip'), { exitCode: 1, message: /is not enrolled/ })
  assert.equal(await hub.run(`agents label ${HOST} `), `${HOST} has no label now.\n`)
})

test('a server is forgotten once it may report no more, and only if that is meant', async (t) => {
  const hub = await createHubScene(t)
  await hub.run(`agents add ${HOST}`)
  await assert.rejects(hub.run(`agents forget ${HOST}`, { yes: true }), {
    exitCode: 1,
    message: `${HOST} may still report; end its credentials first: spoor-hub agents revoke ${HOST}`,
  })
  await hub.run(`agents revoke ${HOST}`)
  await assert.rejects(hub.run(`agents forget ${HOST}`), { exitCode: 2, message: /would be in no list .* add --yes$/ })
  assert.match(await hub.run('agents list', { all: true }), /^HOST/)
  assert.match(await hub.run(`agents forget ${HOST}`, { yes: true }), /^web1\.example\.com is forgotten\./)
  assert.doesNotMatch(await hub.run('agents list', { all: true }), /web1/)
  await assert.rejects(hub.run(`agents forget ${HOST}`), { exitCode: 1, message: /is not enrolled/ })
  assert.match(await hub.run('audit'), /agent_forgotten\s+web1\.example\.com/)
  await hub.run(`agents add ${HOST}`)
  assert.match(await hub.run('agents list'), /^web1/m)
})

test('credentials by hand are refused for a name that is enrolled in other letters', async (t) => {
  const hub = await createHubScene(t)
  await hub.run(`agents add ${HOST}`)
  await assert.rejects(hub.run('agents add WEB1.example.com'), { exitCode: 1, message: /is enrolled already/ })
})
