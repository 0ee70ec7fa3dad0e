// The role of Ansible, played on servers that are folders of this machine, with a stand-in for spoor-agent.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ANSIBLE, ansibleScene } from '../support/ansible-scene.ts'
import { unlessInstalled } from '../support/installed.ts'

const skip = unlessInstalled('/usr/bin/ansible-playbook', 'ansible-core')

const HUB = { spoor_agent_hub: 'https://hub.example.com', spoor_agent_token: 't-22222222.very-secret' }
const CONF = { spoor_agent_conf: { fleet: { host: { labels: { role: 'web' } } } } }

test('it sets a server up, and the second time changes nothing and says so', { skip }, async (t) => {
  const scene = await ansibleScene(t, { web1: 'healthy' })
  const folder = scene.folderOf('web1')
  const first = await scene.play({ ...HUB, ...CONF, spoor_agent_proxy: 'none' })
  assert.equal(first.code, 0, first.text)
  assert.ok((first.changed.get('web1') ?? 0) >= 2)
  assert.match(await readFile(join(folder, 'conf.d/fleet.yml'), 'utf8'), /^host:\n {2}labels:\n {4}role: web$/m)
  assert.equal((await stat(join(folder, 'conf.d/fleet.yml'))).mode & 0o777, 0o640)
  assert.deepEqual(await readdir(join(folder, 'conf.d')), ['fleet.yml'])
  const calls = await scene.calls('web1')
  assert.deepEqual(
    calls.map((call) => call.split(' ')[0]),
    ['setup', 'check', 'status'],
  )
  assert.match(
    calls[0] ?? '',
    /^setup --yes --json --config \S+\/spoor\.yml --hub https:\/\/hub\.example\.com --token-file \S+$/,
  )
  assert.match(await readFile(join(folder, '../systemctl.calls'), 'utf8'), /^systemctl try-reload-or-restart /)
  const second = await scene.play({ ...HUB, ...CONF, spoor_agent_proxy: 'none' })
  assert.equal(second.code, 0, second.text)
  assert.equal(second.changed.get('web1'), 0, second.text)
  const removed = await scene.play({ ...HUB, spoor_agent_conf_absent: ['fleet'] })
  assert.equal(removed.changed.get('web1'), 2, removed.text)
  assert.deepEqual(await readdir(join(folder, 'conf.d')), [])
})

test(
  'a token is in a private file for as long as setup runs, also when it fails, and nowhere else',
  { skip },
  async (t) => {
    const scene = await ansibleScene(t, { web1: 'healthy' })
    const folder = scene.folderOf('web1')
    await writeFile(join(folder, 'broken'), '')
    const { code, text } = await scene.play(HUB)
    assert.notEqual(code, 0)
    assert.equal(await readFile(join(folder, 'held'), 'utf8'), `600\n${HUB.spoor_agent_token}`)
    assert.ok(!existsSync((await readFile(join(folder, 'held-at'), 'utf8')).trim()))
    assert.doesNotMatch(text, /very-secret/)
    assert.doesNotMatch((await scene.calls('web1')).join('\n'), /very-secret/)
  },
)

test('a secret of an API comes in the same way', { skip }, async (t) => {
  const scene = await ansibleScene(t, { web1: 'healthy' })
  const api = { spoor_agent_api: 'https://api.example.com', spoor_agent_identifier: 'ABC123' }
  const { code, text } = await scene.play({ ...api, spoor_agent_secret: 'secret456', spoor_agent_activate: false })
  assert.equal(code, 0, text)
  const [call = '', ...more] = await scene.calls('web1')
  assert.match(call, / --api https:\/\/api\.example\.com --identifier ABC123 --no-activate --secret-file \S+$/)
  assert.equal(await readFile(join(scene.folderOf('web1'), 'held'), 'utf8'), '600\nsecret456')
  // An image has no health.
  assert.deepEqual(more, [])
})

test('with --check it changes nothing, and says what it would', { skip }, async (t) => {
  const scene = await ansibleScene(t, { web1: 'healthy' })
  const { code, text, changed } = await scene.play({ ...HUB, ...CONF }, '--check', '--diff')
  assert.equal(code, 0, text)
  assert.equal(changed.get('web1'), 2)
  assert.match(text, /Enables and starts spoor-agent\.target\./)
  assert.match((await scene.calls('web1')).join('\n'), /^setup .* --dry-run --token-file \S+$/)
  assert.deepEqual(await readdir(join(scene.folderOf('web1'), 'conf.d')), [])
  assert.doesNotMatch(text, /very-secret/)
})

test(
  'a server that is not healthy ends the rollout, and the servers behind it stay as they are',
  { skip },
  async (t) => {
    const scene = await ansibleScene(t, { web1: 'degraded', web2: 'healthy', web3: 'healthy' })
    const { code, text } = await scene.play(HUB)
    assert.notEqual(code, 0)
    assert.match(text, /spoor-agent is not healthy on web1: A log is missing\./)
    assert.equal((await scene.calls('web1')).filter((call) => call.startsWith('status ')).length, 2)
    assert.deepEqual([await scene.calls('web2'), await scene.calls('web3')], [[], []])
    const accepted = await scene.play({ ...HUB, spoor_agent_gate_accepts: ['healthy', 'degraded'] })
    assert.equal(accepted.code, 0, accepted.text)
    assert.deepEqual([...accepted.changed.keys()].sort(), ['web1', 'web2', 'web3'])
  },
)

test('names that lead elsewhere, or to what setup writes, are refused', { skip }, async (t) => {
  const scene = await ansibleScene(t, { web1: 'healthy' })
  for (const name of ['../spoor', 'hub', 'A.b']) {
    const { code, text } = await scene.play({ spoor_agent_conf: { [name]: {} } })
    assert.notEqual(code, 0, name)
    assert.match(text, /write lower-case letters/)
  }
})

test('Ansible finds the playbook in order', { skip }, () => {
  const line = ['-i', 'inventory.example.yml', '--syntax-check', 'rollout.yml']
  const { status, stdout, stderr } = spawnSync('ansible-playbook', line, { cwd: ANSIBLE, encoding: 'utf8' })
  assert.equal(status, 0, `${stdout}${stderr}`)
  assert.doesNotMatch(stderr, /WARNING/)
})
