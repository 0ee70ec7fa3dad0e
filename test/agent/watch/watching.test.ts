import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { ProbeResult } from '../../../agent/probes/probe.ts'
import { type RestartPlaces, restartPlaces } from '../../../agent/restarts/restart-places.ts'
import { saveRestarts } from '../../../agent/restarts/restart-record.ts'
import { askToForget } from '../../../agent/watch/forgetting.ts'
import type { PreparedCheck } from '../../../agent/watch/prepared-check.ts'
import { Watching } from '../../../agent/watch/watching.ts'
import { exampleCheck } from '../../support/check-scene.ts'
import { HandClock } from '../../support/hand-clock.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const FAILED: ProbeResult = { verdict: 'failed', text: 'refused' }
const OK: ProbeResult = { verdict: 'ok', text: 'connected' }
const ROUTED = 'Iface\neth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n'

interface Scene {
  readonly watching: Watching
  readonly clock: HandClock
  readonly folders: { readonly state: string; readonly inbox: string }
  readonly restarts: Pick<RestartPlaces, 'requests' | 'record'>
  /** The words of the events that were left, in their order. */
  readonly left: () => Promise<readonly string[]>
  /** Gives the host a default route, or takes it. */
  readonly route: (isThere: boolean) => Promise<void>
}

async function scene(t: TestContext, checks: readonly PreparedCheck[], folder?: string): Promise<Scene> {
  const root = folder ?? (await temporaryFolder(t))
  const folders = { state: join(root, 'state'), inbox: join(root, 'inbox') }
  const restarts = restartPlaces({ spool: { path: join(root, 'spool') } })
  for (const path of [folders.state, folders.inbox, join(root, 'proc/net'), join(root, 'spool-watch')])
    await mkdir(path, { recursive: true })
  const clock = new HandClock()
  const signal = new AbortController().signal
  const nothing = (): void => undefined
  const parts = {
    checks,
    references: [],
    folders,
    restarts,
    clock,
    elapsed: clock.elapsed,
    signal,
    tell: nothing,
    onRun: nothing,
  }
  const route = (isThere: boolean): Promise<void> =>
    writeFile(join(root, 'proc/net/route'), isThere ? ROUTED : 'Iface\n')
  await route(true)
  return {
    watching: await Watching.open({ ...parts, root }),
    clock,
    folders,
    restarts,
    left: async () => {
      const names = (await readdir(folders.inbox)).filter((name) => name.endsWith('.json'))
      const events = await Promise.all(names.map((name) => readFile(join(folders.inbox, name), 'utf8')))
      return events.map((text) => /"type":"(\w+)"/.exec(text)?.[1] ?? '').toSorted()
    },
    route,
  }
}

/** A check whose probe says what is set. */
function changing(name: string, isRemote: boolean): { check: PreparedCheck; say: (result: ProbeResult) => void } {
  let said = OK
  const check = exampleCheck(name)
  const probe = { ...check.probe, elsewhere: () => (isRemote ? '192.0.2.1:25' : undefined), run: async () => said }
  return {
    check: { ...check, probe },
    say: (result) => {
      said = result
    },
  }
}

test('a target elsewhere is not down while this host has no network: that is told, once, and what is here is', async (t) => {
  const [far, near] = [changing('far', true), changing('near', false)]
  const { watching, left, route } = await scene(t, [far.check, near.check])
  for (const { check } of [far, near]) assert.equal(await watching.run(check), 'usual')
  await route(false)
  for (const { check, say } of [far, near]) {
    say(FAILED)
    for (let times = 0; times < 6; times += 1) await watching.run(check)
  }
  assert.deepEqual(await left(), ['network_down', 'service_down'])
  assert.deepEqual(
    watching.watched.shown.map(({ name, state, last }) => [name, state, last?.text]),
    [
      ['far', 'unknown', 'this host has no network: there is no default route'],
      ['near', 'down', 'refused'],
    ],
  )
  await route(true)
  far.say(OK)
  await watching.run(far.check)
  assert.deepEqual(await left(), ['network_down', 'network_recovered', 'service_down'])
  assert.equal(watching.watched.shown[0]?.state, 'up')
})

test('a target elsewhere that is down with a network is down', async (t) => {
  const far = changing('far', true)
  const { watching, left } = await scene(t, [far.check])
  await watching.run(far.check)
  far.say(FAILED)
  const again: string[] = []
  for (let times = 0; times < 3; times += 1) again.push(await watching.run(far.check))
  assert.deepEqual(again, ['soon', 'soon', 'usual'])
  assert.deepEqual(await left(), ['service_down'])
})

test('a start goes on with what was known; a check that is gone is over', async (t) => {
  const folder = await temporaryFolder(t)
  const [imap, web] = [changing('imap', false), changing('web', false)]
  const first = await scene(t, [imap.check, web.check], folder)
  for (const { check, say } of [imap, web]) {
    say(FAILED)
    for (let times = 0; times < 3; times += 1) await first.watching.run(check)
  }
  const second = await scene(t, [imap.check], folder)
  assert.deepEqual(
    second.watching.watched.shown.map(({ name, state, last }) => [name, state, last?.text]),
    [['imap', 'down', 'refused']],
  )
  await second.watching.run(imap.check)
  assert.deepEqual(await second.left(), ['service_down', 'service_down', 'service_recovered'])
})

test('a check that is to be forgotten begins anew at the next run of any', async (t) => {
  const [imap, web] = [changing('imap', false), changing('web', false)]
  const { watching, folders, left } = await scene(t, [imap.check, web.check])
  imap.say(FAILED)
  for (let times = 0; times < 3; times += 1) await watching.run(imap.check)
  await askToForget(folders.state, 'imap')
  await watching.run(web.check)
  assert.deepEqual(
    watching.watched.shown.map(({ state }) => state),
    ['unknown', 'up'],
  )
  assert.deepEqual(await left(), ['service_down', 'service_recovered'])
  assert.deepEqual(await readdir(folders.state), ['checks.json'])
})

test('a check in maintenance does not run', async (t) => {
  const { check } = changing('web', false)
  let runs = 0
  const probe = {
    ...check.probe,
    run: async () => {
      runs += 1
      return OK
    },
  }
  const always = [
    { from: 0, to: 720 },
    { from: 720, to: 0 },
  ]
  const { watching } = await scene(t, [{ ...check, probe, maintenance: always }])
  await watching.run({ ...check, probe, maintenance: always })
  assert.equal(runs, 0)
  assert.equal(watching.watched.shown[0]?.state, 'maintenance')
})

test('a check that is switched off does not run, is told as over, and begins anew when it is on', async (t) => {
  const folder = await temporaryFolder(t)
  const path = join(folder, 'imapdisable')
  const { check, say } = changing('imap', false)
  const imap = { ...check, disabledBy: [{ path }] }
  const { watching, left } = await scene(t, [imap], folder)
  say(FAILED)
  for (let times = 0; times < 3; times += 1) await watching.run(imap)
  await writeFile(path, '')
  for (let times = 0; times < 3; times += 1) assert.equal(await watching.run(imap), 'usual')
  assert.deepEqual(await left(), ['service_down', 'service_recovered'])
  const { state, reason, last } = watching.watched.shown[0] ?? {}
  assert.deepEqual([state, reason, last], ['off', `${path} is there`, undefined])
  await rm(path)
  await watching.run(imap)
  assert.deepEqual([watching.watched.shown[0]?.state, watching.watched.shown[0]?.reason], ['unknown', undefined])
  for (let times = 0; times < 2; times += 1) await watching.run(imap)
  assert.deepEqual(await left(), ['service_down', 'service_down', 'service_recovered'])
})

test('what its probe says is off is off', async (t) => {
  const { check, say } = changing('exim', false)
  const { watching, left } = await scene(t, [check])
  say({ verdict: 'unknown', text: 'exim.service is masked', isOff: true })
  for (let times = 0; times < 4; times += 1) await watching.run(check)
  assert.deepEqual(
    [watching.watched.shown[0]?.state, watching.watched.shown[0]?.reason],
    ['off', 'exim.service is masked'],
  )
  assert.deepEqual(await left(), [])
})

test('while the system is updated checks of this host are in maintenance, those of others go on', async (t) => {
  const [near, far] = [changing('near', false), changing('far', true)]
  const root = await temporaryFolder(t)
  await mkdir(join(root, 'run'), { recursive: true })
  await mkdir(join(root, 'proc/41'), { recursive: true })
  await writeFile(join(root, 'run/yum.pid'), '41')
  await writeFile(join(root, 'proc/41/cmdline'), '/usr/bin/yum')
  const { watching } = await scene(t, [near.check, far.check], root)
  for (const { check, say } of [near, far]) {
    say(FAILED)
    for (let times = 0; times < 3; times += 1) await watching.run(check)
  }
  assert.deepEqual(
    watching.watched.shown.map(({ state, reason }) => [state, reason]),
    [
      ['maintenance', 'yum updates the system'],
      ['down', undefined],
    ],
  )
})

test('what root notes of restarts is shown with the check, as far as it may be read', async (t) => {
  const { check } = changing('imap', false)
  const restarting = { ...check, restart: { by: 'systemctl', name: 'dovecot' } } as const
  const { watching, clock, restarts } = await scene(t, [restarting])
  await watching.run(restarting)
  assert.equal(watching.watched.shown[0]?.restarts, undefined)
  const memory = { tries: [clock.now()], asked: clock.now(), gaveUp: true }
  await mkdir(restarts.record)
  await saveRestarts(restarts.record, { version: 1, targets: { 'systemctl dovecot': memory }, untold: [] })
  await watching.run(restarting)
  assert.deepEqual(watching.watched.shown[0]?.restarts, memory)
  await writeFile(join(restarts.record, 'restarts.json'), 'torn')
  assert.equal(await watching.run(restarting), 'usual')
  assert.equal(watching.watched.shown[0]?.restarts, undefined)
})
