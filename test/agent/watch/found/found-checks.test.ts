import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import type { CheckConfig } from '../../../../agent/config/checks/check-config.ts'
import { PROBES } from '../../../../agent/probes/probes.ts'
import { KNOWN_SERVICES } from '../../../../agent/probes/tcp/services.ts'
import { allChecks } from '../../../../agent/watch/found/all-checks.ts'
import { FoundChecks } from '../../../../agent/watch/found/found-checks.ts'
import { preparedChecks } from '../../../../agent/watch/prepared-check.ts'
import { exampleCheck } from '../../../support/check-scene.ts'
import { createFoundHost, type FoundHost } from '../../../support/found-host.ts'

interface Scene extends FoundHost {
  /** The codes and texts of notices, in their order. */
  readonly told: string[]
  readonly open: (...written: readonly CheckConfig[]) => Promise<FoundChecks>
}

async function scene(t: TestContext): Promise<Scene> {
  const host = await createFoundHost(t)
  const told: string[] = []
  const { folder, root } = host
  const open: Scene['open'] = (...written) =>
    FoundChecks.open({ written, folder, root, tell: ({ code, text }) => void told.push(`${code}: ${text}`) })
  return { ...host, told, open }
}

function namesOf({ checks }: Pick<FoundChecks, 'checks'>): readonly string[] {
  return checks.map(({ name }) => name)
}

function written(name: string, type: string, settings: CheckConfig['settings']): CheckConfig {
  const { probe: _probe, ...check } = exampleCheck(name)
  return { ...check, type, settings }
}

suite('what listens', () => {
  test('each well-known port is a check that can run, beside the disks and the host', async (t) => {
    const { listenAt, open } = await scene(t)
    const ports = [53, 80, 443, 2083, 2087, 2096, 3306, 5432]
    listenAt(...ports, ...Object.values(KNOWN_SERVICES).map(({ port }) => port), 8080)
    const { checks } = await open()
    assert.equal(checks.length, 2 + ports.length + Object.keys(KNOWN_SERVICES).length)
    const prepared = preparedChecks(checks, PROBES)
    assert.ok(prepared.every(({ isFound, restart }) => isFound === true && restart === undefined))
    assert.deepEqual(
      prepared.filter(({ probe, settings }) => probe.elsewhere(settings) !== undefined),
      [],
    )
  })

  test('is announced once, and what stops listening is still checked, over restarts', async (t) => {
    const { listenAt, open, told, folder } = await scene(t)
    listenAt(25, 143)
    assert.deepEqual(namesOf(await open()), ['disk', 'host', 'smtp', 'imap'])
    listenAt()
    const again = await open()
    assert.deepEqual(namesOf(again), ['disk', 'host', 'smtp', 'imap'])
    assert.equal(await again.look(), false)
    assert.deepEqual(
      (await allChecks({ checks: [] }, folder)).map(({ name }) => name),
      ['disk', 'host', 'smtp', 'imap'],
    )
    listenAt(22)
    assert.equal(await again.look(), true)
    assert.deepEqual(namesOf(again), ['disk', 'host', 'smtp', 'imap', 'ssh'])
    assert.deepEqual(told, [
      'checks_found: Found here, and checked from now on: smtp (it listens at port 25), imap (it listens at port 143).',
      'checks_found: Found here, and checked from now on: ssh (it listens at port 22).',
    ])
  })

  test('is forgotten by its name, and found again if it still listens', async (t) => {
    const { listenAt, open } = await scene(t)
    listenAt(25, 143)
    const found = await open()
    assert.equal(await found.forget('imap'), true)
    assert.deepEqual([await found.forget('imap'), await found.forget('disk')], [false, false])
    assert.deepEqual(namesOf(found), ['disk', 'host', 'smtp'])
    assert.equal(await found.look(), true)
    assert.deepEqual(namesOf(found), ['disk', 'host', 'smtp', 'imap'])
    listenAt()
    await found.forget('imap')
    assert.deepEqual(namesOf(await open()), ['disk', 'host', 'smtp'])
  })
})

suite('what somebody wrote', () => {
  test('wins by its name and by its place, and what was found is back when it is gone', async (t) => {
    const { listenAt, open } = await scene(t)
    listenAt(25, 143, 443, 53, 3306, 6379)
    const own = [
      written('smtp', 'ping', { host: '192.0.2.1' }),
      written('mailboxes', 'tcp', { service: 'imap' }),
      written('site', 'http', { url: 'https://www.example.com/', address: '127.0.0.1' }),
      written('names', 'dns', { host: 'localhost' }),
      written('shop', 'mysql', { socket: '/run/mysqld.sock' }),
      written('cache', 'tcp', { host: '192.0.2.1', port: '6379' }),
      written('disks', 'disk', {}),
    ]
    assert.deepEqual(namesOf(await open(...own)), ['host', 'mysql', 'redis'])
    assert.deepEqual(namesOf(await open()), ['disk', 'host', 'mysql', 'redis', 'smtp', 'dns', 'imap', 'https'])
  })
})

suite('where chkservd is', () => {
  test('what it checks counts, and not what listens; each goes off by its switches', async (t) => {
    const { listenAt, chkservd, open } = await scene(t)
    listenAt(25, 6379)
    chkservd('chkservd.conf', 'exim:1\nftpd:0\n')
    chkservd('exim', 'service[exim]=25,QUIT,220,x\n')
    chkservd('ftpd', 'service[ftpd]=21,QUIT,220,x\n')
    const { checks } = await open()
    assert.deepEqual(namesOf({ checks }), ['disk', 'host', 'exim'])
    assert.deepEqual(checks.at(-1)?.disabledBy, [
      { path: '/etc/eximdisable' },
      { path: '/etc/eximisevil' },
      { path: '/etc/chkserv.d/chkservd.conf', line: 'exim:0' },
    ])
    assert.equal(preparedChecks(checks, PROBES).length, 3)
  })

  test('files that cannot be read are told once, and what listens is checked', async (t) => {
    const { listenAt, root, open, told } = await scene(t)
    listenAt(25)
    mkdirSync(join(root, 'etc/chkserv.d'), { recursive: true })
    const found = await open()
    await found.look()
    assert.deepEqual(namesOf(found), ['disk', 'host', 'smtp'])
    assert.match(
      told[0] ?? '',
      /^checks_unfound: watch\.auto: .*chkservd\.conf: cannot be used: .*; what listens here is checked instead\.$/,
    )
    assert.equal(told.length, 2)
  })

  test('a service that was found by its port is not checked twice', async (t) => {
    const { listenAt, chkservd, open, told } = await scene(t)
    listenAt(25)
    await open()
    chkservd('chkservd.conf', 'exim:1\n')
    chkservd('exim', 'service[exim]=25,QUIT,220,x\n')
    assert.deepEqual(namesOf(await open()), ['disk', 'host', 'smtp'])
    assert.equal(told.length, 1)
  })
})

suite('the memory', () => {
  test('that is damaged is told, and begins anew', async (t) => {
    const { listenAt, folder, open, told } = await scene(t)
    writeFileSync(join(folder, 'found.json'), '{"version":1,"checks":[{"name":"../x"}]}')
    listenAt(25)
    assert.deepEqual(namesOf(await open()), ['disk', 'host', 'smtp'])
    assert.match(told[0] ?? '', /^checks_unfound: .*: what was found before cannot be read/)
    assert.match(readFileSync(join(folder, 'found.json'), 'utf8'), /"name":"smtp"/)
    assert.deepEqual(await allChecks({ checks: [] }, join(folder, 'missing')), await allChecks({ checks: [] }, '/'))
  })

  test('holds only what this version can check', async (t) => {
    const { listenAt, folder, open } = await scene(t)
    const checks = ['telepathy', 'http', 'queue'].map((type) => {
      return { name: type, type, settings: {}, disabledBy: [], found: 'it was' }
    })
    writeFileSync(join(folder, 'found.json'), JSON.stringify({ version: 1, checks }))
    listenAt()
    assert.deepEqual(namesOf(await open()), ['disk', 'host', 'queue'])
  })

  test('that cannot be saved is told, and what was found is checked nevertheless', async (t) => {
    const { listenAt, folder, open, told } = await scene(t)
    listenAt(25)
    rmSync(folder, { recursive: true })
    assert.deepEqual(namesOf(await open()), ['disk', 'host', 'smtp'])
    assert.match(told.at(-1) ?? '', /^checks_unfound: .*: what was found cannot be saved/)
  })
})
