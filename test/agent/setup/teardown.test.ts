import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { purgedFolders } from '../../../agent/setup/undoing/purge-step.ts'
import { LIST, REGISTRY } from '../../support/fake-cpanel.ts'
import { createHostToSetUp, type HostToSetUp, outcomeIn, packaged } from '../../support/host-to-set-up.ts'

async function setUp(t: Parameters<typeof createHostToSetUp>[0]): Promise<HostToSetUp> {
  const host = await createHostToSetUp(t, { config: packaged })
  assert.equal((await host.setup({ local: true, yes: true })).code, 0)
  return host
}

test('it takes the agent out of cPanel, stops its services and keeps its files; once more changes nothing', async (t) => {
  const host = await createHostToSetUp(t, { config: packaged })
  const [list, registry] = [await host.read(LIST), await host.read(REGISTRY)]
  await host.setup({ local: true, yes: true })
  const config = await host.read('etc/spoor/spoor.yml')
  const dry = outcomeIn(await host.teardown({ 'dry-run': true, json: true }))
  assert.deepEqual([dry.changed, dry.dry_run], [true, true])
  const { code, stdout } = await host.teardown({ json: true, 'exit-code': true })
  assert.equal(code, 4)
  assert.deepEqual(
    outcomeIn({ stdout }).steps.map(({ name, state }) => `${name} ${state}`),
    ['hub unchanged', 'cpanel changed', 'services changed'],
  )
  assert.deepEqual([await host.read(LIST), await host.read(REGISTRY)], [list, registry])
  assert.equal(await host.read('etc/spoor/spoor.yml'), config)
  const calls = await host.calls()
  assert.deepEqual(calls.slice(-2), [
    'disable --now spoor-agent.target',
    'stop spoor-agent-collector.service spoor-agent-transmitter.service spoor-agent-watcher.service',
  ])
  assert.equal((await host.teardown({ json: true, 'exit-code': true })).code, 0)
  assert.match((await host.teardown()).stdout, /^Nothing had to be changed/m)
  assert.deepEqual(await host.calls(), calls)
  assert.equal((await host.setup({ yes: true })).code, 0, 'and setup takes up where it was')
})

test('a dry run and a list change nothing', async (t) => {
  const host = await setUp(t)
  const before = await host.tree()
  await host.teardown({ 'dry-run': true, purge: true, yes: true })
  const { stdout } = await host.teardown({ 'no-activate': true })
  assert.match(stdout, /# systemctl disable --now spoor-agent\.target/)
  assert.deepEqual(await host.tree(), before)
})

test('a purge empties the folders of the agent, and no others, once it is meant', async (t) => {
  const host = await setUp(t)
  for (const folder of ['var/lib/spoor/sealed', 'var/lib/spoor-inbox/watch', 'var/lib/spoor-other'])
    await mkdir(host.path(folder), { recursive: true })
  for (const file of ['var/lib/spoor/sealed/1', 'var/lib/spoor-inbox/watch/1', 'var/lib/spoor-other/1'])
    await writeFile(host.path(file), '')
  assert.match((await host.teardown({ purge: true })).error, /add --yes if that is meant$/)
  const { code, stdout } = await host.teardown({ purge: true, yes: true })
  assert.equal(code, 0, stdout)
  assert.match(stdout, /^purge: done$/m)
  assert.deepEqual((await readdir(host.path('etc/spoor'))).toSorted(), ['conf.d', 'private'])
  for (const folder of ['etc/spoor/private', 'var/lib/spoor', 'var/lib/spoor-inbox/watch', 'run/spoor'])
    assert.deepEqual(await readdir(host.path(folder)), [], folder)
  assert.deepEqual(await readdir(host.path('var/lib/spoor-other')), ['1'])
  assert.equal((await host.teardown({ purge: true, yes: true, 'exit-code': true })).code, 0)
})

test('a purge waits for services that still run, and refuses a spool that is not its own', async (t) => {
  const host = await setUp(t)
  const { code, stdout } = await host.teardown({ purge: true, yes: true, 'no-activate': true })
  assert.equal(code, 1)
  assert.match(stdout, /spoor-agent-collector\.service still runs, so nothing was removed/)
  assert.throws(
    () =>
      purgedFolders(
        { root: '/', config: '/etc/spoor/spoor.yml', user: undefined },
        { spool: '/var/lib', runtime: '/run/spoor' },
      ),
    /spool\.path/,
  )
})
