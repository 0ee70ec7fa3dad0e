import assert from 'node:assert/strict'
import { chown, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { AGENT_USER, applied, createAppSpoorHost, LOGS, OLD_UNITS, rightsOf } from '../../support/app-spoor-host.ts'
import { REGISTRY } from '../../support/fake-cpanel.ts'

/** Why what belongs to somebody else cannot be tried. */
const NOT_ROOT = process.geteuid?.() === 0 ? false : 'only root gives files away'

const FOLLOWERS = Object.keys(OLD_UNITS).slice(0, 3).join(' ')

/** What there is to do, in this order. */
const STORY = [
  'start spoor-agent-collector.service',
  'enable spoor-agent.target',
  `disable --now ${FOLLOWERS}`,
  'disable --now spoor-transmitter.service',
  'start spoor-agent.target',
]

const OURS = ['spoor-agent-collector.service', 'spoor-agent-transmitter.service', 'spoor-agent.target']

test('ours reads before theirs stops reading, and theirs stops sending before ours sends; then nothing is left to do', async (t) => {
  const host = await createAppSpoorHost(t)
  await applied(host.steps().keep)
  const { changes } = await applied(host.steps().takeOver)
  assert.deepEqual(await host.calls(), STORY)
  assert.deepEqual(
    changes.flatMap(({ commands = [] }) => commands.filter((line) => line.startsWith('systemctl'))),
    STORY.map((line) => `systemctl ${line}`),
    'what it says is what it does',
  )
  assert.deepEqual(await host.units('active'), OURS)
  assert.deepEqual(await host.units('enabled'), ['spoor-agent.target'])
  const registry = await host.read(REGISTRY)
  assert.match(registry, /cpanel-hook/)
  assert.doesNotMatch(registry, /SpoorForwardHook/)
  assert.equal((await host.read('var/cpanel/perl5/lib/SpoorForwardHook.pm')).length > 0, true)
  const again = await applied(host.steps().takeOver)
  assert.deepEqual(again.changes, [])
  assert.deepEqual((await applied(host.steps().keep)).changes, [])
})

test("what was root's alone becomes what the services can read and write", async (t) => {
  const host = await createAppSpoorHost(t)
  await applied(host.steps().takeOver)
  const own = process.geteuid?.() ?? 0
  assert.equal(rightsOf(host.path('etc/spoor')), `${own} 750`)
  assert.equal(rightsOf(host.path('etc/spoor/spoor.yml')), `${own} 640`)
  for (const below of ['', '/parsed', '/transmission_failed', '/transmitted'])
    assert.equal(rightsOf(host.path(`var/lib/spoor${below}`)), `${AGENT_USER} 700`)
  for (const name of await readdir(host.path('var/lib/spoor/parsed')))
    assert.equal(rightsOf(host.path(`var/lib/spoor/parsed/${name}`)), `${AGENT_USER} 600`)
})

test('a look changes nothing, and offers what failed for a retry', async (t) => {
  const host = await createAppSpoorHost(t)
  const before = await host.tree()
  const { keep, takeOver } = host.steps()
  await keep.look(new AbortController().signal)
  const { changes, remarks } = await takeOver.look(new AbortController().signal)
  assert.deepEqual(await host.tree(), before)
  assert.equal(changes.length, 6)
  assert.match(remarks.join('\n'), /1 event of App::Spoor was never sent.*spoor-agent spool retry --all$/)
})

test('with retryFailed what failed is queued again, after all else', async (t) => {
  const host = await createAppSpoorHost(t)
  const { remarks } = await applied(host.steps({ retryFailed: true }).takeOver)
  assert.deepEqual(await host.calls(), [...STORY, 'spoor-agent spool retry --all'])
  assert.doesNotMatch(remarks.join('\n'), /never sent/)
})

for (const most of [1, 2, 3, 4, 5]) {
  test(`killed after change ${most}, it goes on there`, async (t) => {
    const host = await createAppSpoorHost(t)
    await applied(host.steps().takeOver, most)
    await applied(host.steps().takeOver)
    assert.deepEqual(await host.calls(), STORY)
    assert.deepEqual(await host.units('active'), OURS)
    assert.deepEqual((await applied(host.steps().takeOver)).changes, [])
  })
}

for (const call of [2, 3, 4, 5]) {
  test(`where systemctl fails at its call ${call}, the next time finishes, and nobody ever fails to read`, async (t) => {
    const host = await createAppSpoorHost(t)
    await writeFile(host.path(`fails-${call}`), '')
    await assert.rejects(applied(host.steps().takeOver), { name: 'ActionNeeded', message: /Job failed: no reason/ })
    assert.ok((await host.units('active')).includes('spoor-agent-collector.service'))
    await applied(host.steps().takeOver)
    assert.deepEqual(await host.units('active'), OURS)
    assert.deepEqual(await host.units('enabled'), ['spoor-agent.target'])
  })
}

test('a collector that does not start leaves App::Spoor as it was, able to start again', async (t) => {
  const host = await createAppSpoorHost(t)
  const before = [...(await host.units('active')), ...(await host.units('enabled'))]
  await writeFile(host.path('fails-1'), '')
  await assert.rejects(applied(host.steps().takeOver), { message: /App::Spoor goes on, and was not changed\.$/ })
  checkUntouched(host.path)
  assert.deepEqual([...(await host.units('active')), ...(await host.units('enabled'))], before)
})

test('a collector that starts and does not read is stopped again, and App::Spoor as it was', async (t) => {
  const host = await createAppSpoorHost(t)
  await writeFile(host.path('silent'), '')
  let slept = 0
  const onSleep = async (milliseconds: number): Promise<void> => void (slept += milliseconds)
  await assert.rejects(applied(host.steps({ onSleep }).takeOver), { message: /does not read; see what it says/ })
  assert.ok(slept >= 60_000)
  checkUntouched(host.path)
  assert.deepEqual(await host.units('active'), Object.keys(OLD_UNITS).toSorted())
})

function checkUntouched(path: (below: string) => string): void {
  const own = process.geteuid?.() ?? 0
  for (const below of ['etc/spoor', 'var/lib/spoor', 'var/lib/spoor/parsed'])
    assert.equal(rightsOf(path(below)), `${own} 700`)
  const [spool, file] = ['var/lib/spoor/parsed', 'login.1537372956.1000001.json']
  for (const below of ['etc/spoor/spoor.yml', `${spool}/${file}`]) assert.equal(rightsOf(path(below)), `${own} 600`)
}

test('followers are stopped only after they have read to where ours began, and handled that', async (t) => {
  const host = await createAppSpoorHost(t)
  for (const log of LOGS) await host.oldReads(log, 40)
  const slept: number[] = []
  const onSleep = async (milliseconds: number): Promise<void> => {
    slept.push(milliseconds)
    assert.ok(!(await host.calls()).some((line) => line.startsWith('disable')))
    const log = LOGS[slept.length - 1]
    if (log !== undefined) await host.oldReads(log, 100)
  }
  await applied(host.steps({ onSleep }).takeOver)
  assert.deepEqual(slept, [500, 500, 500, 13_000])
  assert.deepEqual(await host.calls(), STORY)
})

test('how long they take is known from what they began with, whatever set-up made of it', async (t) => {
  const config = await (await createAppSpoorHost(t)).read('etc/spoor/spoor.yml')
  const slow = config.replace('maxinterval: 10', 'maxinterval: 60')
  for (const [kept, wait] of [[slow, 63_000] as const, [undefined, 13_000] as const]) {
    const host = await createAppSpoorHost(t)
    if (kept !== undefined) {
      await writeFile(host.path('etc/spoor/spoor.yml'), kept)
      await applied(host.steps().keep)
    }
    await writeFile(
      host.path('etc/spoor/spoor.yml'),
      config.replace('api_secret: secret456', 'api_secret_file: /etc/spoor/private/s'),
    )
    const slept: number[] = []
    await applied(host.steps({ onSleep: async (milliseconds) => void slept.push(milliseconds) }).takeOver)
    assert.deepEqual(slept, [wait])
  }
})

test('a follower that does not know yet that its log was rotated is waited for, too', async (t) => {
  const host = await createAppSpoorHost(t)
  const log = host.path('usr/local/cpanel/logs/login_log')
  await rename(log, `${log}.1`)
  await writeFile(log, '')
  await rm(host.path('proc/101/fd/3'))
  await symlink(`${log}.1`, host.path('proc/101/fd/3'))
  await assert.rejects(applied(host.steps().takeOver), {
    message: /^spoor-login-follower\.service has not read its log .* nothing was stopped; both read/,
  })
  assert.equal((await host.units('active')).length, 5)
  await rm(host.path('proc/101/fd/3'))
  await symlink(log, host.path('proc/101/fd/3'))
  await applied(host.steps().takeOver)
  assert.deepEqual(await host.units('active'), OURS)
})

test('nothing is stopped where the collector does not read any more', async (t) => {
  const host = await createAppSpoorHost(t)
  const { signal } = new AbortController()
  const { changes } = await host.steps().takeOver.look(signal)
  await changes[0]?.apply(signal)
  await rm(host.path('state/spoor-agent-collector.service.active'))
  await assert.rejects(async () => changes[1]?.apply(signal), { message: /does not read any more/ })
  assert.ok((await host.units('active')).includes('spoor-login-follower.service'))
})

test('a half-migrated host, whose followers somebody stopped by hand, is finished', async (t) => {
  const host = await createAppSpoorHost(t)
  for (const [unit, pid] of Object.entries(OLD_UNITS).slice(0, 3)) {
    for (const state of ['active', 'enabled']) await rm(host.path(`state/${unit}.${state}`))
    await rm(host.path(`proc/${pid}`), { recursive: true })
  }
  await applied(host.steps().takeOver)
  assert.deepEqual(
    await host.calls(),
    STORY.filter((line) => !line.includes('follower')),
  )
  assert.deepEqual(await host.units('active'), OURS)
})

test('a transmitter that no unit started is named, and ours does not send beside it', async (t) => {
  const host = await createAppSpoorHost(t)
  await mkdir(host.path('proc/200'))
  await writeFile(host.path('proc/200/cmdline'), 'perl\0/usr/local/bin/spoor_entry_transmitter\0')
  await assert.rejects(applied(host.steps().takeOver), {
    message: /^Process 200 is a spoor_entry_transmitter .* kill 200$/,
  })
  assert.ok(!(await host.units('active')).includes('spoor-agent-transmitter.service'))
  await rm(host.path('proc/200'), { recursive: true })
  await applied(host.steps().takeOver)
  assert.deepEqual(await host.units('active'), OURS)
})

test('what an account calls its own process is no transmitter', { skip: NOT_ROOT }, async (t) => {
  const host = await createAppSpoorHost(t)
  await mkdir(host.path('proc/200'))
  await writeFile(host.path('proc/200/cmdline'), '/tmp/spoor_entry_transmitter\0')
  await chown(host.path('proc/200'), 65_534, 65_534)
  await applied(host.steps().takeOver)
  assert.deepEqual(await host.units('active'), OURS)
})

test('a unit of such a name that starts something else is not touched', async (t) => {
  const host = await createAppSpoorHost(t)
  await host.put('etc/systemd/system/spoor-transmitter.service', '[Service]\nExecStart=/opt/radio/transmit\n')
  await rm(host.path('proc/104'), { recursive: true })
  await applied(host.steps().takeOver)
  assert.ok((await host.units('active')).includes('spoor-transmitter.service'))
})

test('a host without App::Spoor has nothing to do, whatever user it lacks', async (t) => {
  const host = await createAppSpoorHost(t)
  for (const below of ['etc', 'var', 'proc']) await rm(host.path(below), { recursive: true })
  const { keep, takeOver } = host.steps()
  for (const step of [keep, takeOver])
    assert.deepEqual(await step.look(new AbortController().signal), { changes: [], remarks: [] })
})

test('without the user of the package nothing begins', async (t) => {
  const host = await createAppSpoorHost(t)
  await host.put('etc/passwd', 'root:x:0:0::/root:/bin/sh\n')
  await assert.rejects(applied(host.steps().takeOver), { message: /no user spoor.*install the package/ })
  assert.deepEqual(await host.calls(), [])
})

test('that the agent read before is said, as then events are doubled', async (t) => {
  const host = await createAppSpoorHost(t)
  await applied(host.steps().takeOver, 1)
  await rm(host.path('state/spoor-agent-collector.service.active'))
  const { remarks } = await host.steps().takeOver.look(new AbortController().signal)
  assert.match(remarks.join('\n'), /goes on where it stopped, so what App::Spoor reported since is reported twice/)
})
