import assert from 'node:assert/strict'
import { chown, mkdir, symlink } from 'node:fs/promises'
import { geteuid } from 'node:process'
import { test } from 'node:test'
import { competitors } from '../../../../agent/doctor/examinations/competitors.ts'
import { denials } from '../../../../agent/doctor/examinations/denials.ts'
import { disk, spaceSymptom } from '../../../../agent/doctor/examinations/disk.ts'
import { folders } from '../../../../agent/doctor/examinations/folders.ts'
import { memory } from '../../../../agent/doctor/examinations/memory.ts'
import { told } from '../../../../agent/doctor/examinations/status.ts'
import { watches } from '../../../../agent/doctor/examinations/watches.ts'
import { createDoctorHost, type DoctorHost, runningUnit } from '../../../support/doctor-host.ts'
import { exampleStatus } from '../../../support/example-status.ts'

const MIB = 1024 * 1024

/** Why what belongs to somebody else cannot be tried. */
const NOT_ROOT = geteuid?.() === 0 ? false : 'only root gives files away'

const COLLECTOR = 'spoor-agent-collector.service'

test('space and inodes: enough, little, too little, unknown', async () => {
  const need = { path: '/', what: 'the spool', bytes: 100 * MIB }
  for (const [bytes, inodes, allInodes, state] of [
    [500 * MIB, 1000, 2000, 'ok'],
    [300 * MIB, 1000, 2000, 'warning'],
    [99 * MIB, 1000, 2000, 'failed'],
    [500 * MIB, 300, 2000, 'warning'],
    [500 * MIB, 99, 2000, 'failed'],
    [500 * MIB, 0, 0, 'ok'],
  ] as const)
    assert.equal((await spaceSymptom(need, async () => ({ bytes, inodes, allInodes }))).state, state)
  const broken = async (): Promise<never> => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }))
  assert.match((await spaceSymptom(need, broken)).what, /cannot be told \(EACCES\)/)
})

test('the space of folders that are not there yet is that of the one above', async (t) => {
  const host = await createDoctorHost(t)
  const status = exampleStatus()
  const spool = { ...status.spool, path: host.path('not/yet') }
  const found = await host.symptoms(disk, { status: { ...status, spool } })
  assert.ok(found.every(({ state }) => state !== 'unknown'))
})

test('folders that others can write to are told of, with the command that ends that', async (t) => {
  const host = await createDoctorHost(t)
  assert.deepEqual(await host.said(folders), ['ok: Only root can write to the folders of the logs.'])
  const exposed = [{ folder: '/srv/logs', sources: ['login'] }]
  const [found] = await host.symptoms(folders, { status: exampleStatus({ exposed }) })
  assert.deepEqual([found?.state, found?.remedy], ['warning', ['chown root: /srv/logs && chmod go-w /srv/logs']])
})

test('what status warns of is told unless another examination says it', async (t) => {
  const host = await createDoctorHost(t)
  assert.deepEqual(await host.said(told), ['ok: Status warns of nothing else.'])
  const warnings = [
    {
      code: 'collector_not_running',
      severity: 'error',
      text: 'It is down.',
      remedy: 'Start it: systemctl start spoor-agent-x',
    },
    { code: 'driver_stalled', severity: 'warning', text: 'said elsewhere', remedy: 'Look.' },
    { code: 'spool_files_not_ours', severity: 'notice', text: 'There are files.', remedy: 'Remove them.' },
  ] as const
  const found = await host.symptoms(told, { warnings })
  assert.deepEqual(
    found.map(({ state, what, remedy }) => ({ state, what, remedy })),
    [
      { state: 'failed', what: 'It is down.', remedy: ['systemctl start spoor-agent-x'] },
      { state: 'warning', what: 'There are files. Remove them.', remedy: ['spoor-agent status'] },
    ],
  )
})

async function process(host: DoctorHost, pid: number, title: string, words: readonly string[]): Promise<void> {
  await host.put(`proc/${pid}/comm`, `${title}\n`)
  await host.put(`proc/${pid}/cmdline`, words.map((word) => `${word}\0`).join(''))
}

/** Gives a process descriptors of inotify with so many watches each. */
async function watching(host: DoctorHost, pid: number, ...counts: readonly number[]): Promise<void> {
  await process(host, pid, 'spoor-collect', [])
  await mkdir(host.path(`proc/${pid}/fd`), { recursive: true })
  await symlink('/dev/null', host.path(`proc/${pid}/fd/0`))
  for (const [index, count] of counts.entries()) {
    await symlink('anon_inode:inotify', host.path(`proc/${pid}/fd/${index + 3}`))
    await host.put(`proc/${pid}/fdinfo/${index + 3}`, `pos:\t0\n${'inotify wd:1 ino:2\n'.repeat(count)}`)
  }
}

test('inotify: few watches, many, all, and unknown', async (t) => {
  for (const [most, state] of [
    ['100', 'ok'],
    ['11', 'warning'],
    ['10', 'failed'],
  ] as const) {
    const host = await createDoctorHost(t)
    assert.match((await host.said(watches)).join(), /^unknown: The limits of inotify cannot be read/)
    await host.put('proc/sys/fs/inotify/max_user_watches', `${most}\n`)
    await host.put('proc/sys/fs/inotify/max_user_instances', '128\n')
    assert.match((await host.said(watches)).join(), /^ok: Limits: \d+ watches and 128 instances/)
    await watching(host, 100, 6, 2)
    await watching(host, 200, 2)
    const [found, instances] = await host.symptoms(watches)
    assert.equal(found?.state, state)
    assert.equal(found?.what, `10 of ${most} watches of inotify are used by the user of the collector.`)
    assert.equal(instances?.what, '3 of 128 instances of inotify are used by the user of the collector.')
    if (state !== 'ok')
      assert.match(found?.remedy?.[0] ?? '', /fs\.inotify\.max_user_watches = \d+' > \/etc\/sysctl\.d/)
  }
})

test("App::Spoor's units: running, enabled, gone", async (t) => {
  const host = await createDoctorHost(t)
  await process(host, 1, 'systemd', ['/sbin/init'])
  await host.units({ [COLLECTOR]: runningUnit('collect') })
  assert.deepEqual(await host.said(competitors), ['ok: Neither App::Spoor nor a second agent runs.'])
  await host.units({ 'spoor-login-follower.service': { ActiveState: 'inactive', UnitFileState: 'enabled' } })
  assert.match((await host.said(competitors)).join(), /^warning: App::Spoor's spoor-login-follower/)
  await host.units({ 'spoor-transmitter.service': { ActiveState: 'active', UnitFileState: 'enabled' } })
  const [found] = await host.symptoms(competitors)
  assert.deepEqual([found?.state, found?.remedy], ['failed', ['systemctl disable --now spoor-transmitter.service']])
})

test("App::Spoor's programs and a second agent are seen by their processes", async (t) => {
  const host = await createDoctorHost(t)
  assert.match((await host.said(competitors)).join(), /^unknown: /)
  await process(host, 100, 'spoor-collect', ['spoor-collect'])
  assert.match((await host.said(competitors)).join(), /^ok: /)
  await process(host, 300, 'spoor_log_follo', ['/usr/bin/perl', '/usr/local/bin/spoor_log_follower', 'login'])
  await process(host, 400, 'spoor-collect', ['spoor-collect'])
  await process(host, 500, 'vi', ['vi', 'spoor_log_follower'])
  assert.deepEqual(await host.said(competitors), [
    'failed: App::Spoor still runs: process 300 is spoor_log_follower.',
    'warning: 1 process of a second agent runs as collector: 400.',
  ])
})

test('what an account calls its own process is nobody else', { skip: NOT_ROOT }, async (t) => {
  const host = await createDoctorHost(t)
  await process(host, 300, 'spoor-collect', ['/usr/bin/perl', '/usr/local/bin/spoor_log_follower', 'login'])
  await chown(host.path('proc/300'), 65_534, 65_534)
  assert.deepEqual(await host.said(competitors), ['ok: Neither App::Spoor nor a second agent runs.'])
})

const AVC =
  'type=AVC msg=audit(1:2): avc:  denied  { read } for  pid=1 comm="spoor-collect" name="login_log" dev="sda1"'

test('SELinux: absent, silent, denying, and unknown', async (t) => {
  const host = await createDoctorHost(t)
  assert.deepEqual(await host.said(denials), ['ok: SELinux is not in use.', 'ok: AppArmor is not in use.'])
  await host.program('usr/sbin/getenforce', 'echo Enforcing')
  assert.match((await host.said(denials))[0] ?? '', /^unknown: SELinux is enforcing; \/var\/log\/audit\/audit\.log/)
  const others = AVC.replace('spoor-collect', 'httpd')
  await host.put('var/log/audit/audit.log', `${others}\n`)
  assert.equal((await host.said(denials))[0], 'ok: SELinux is enforcing, and denied the agent nothing lately.')
  await host.put('var/log/audit/audit.log', `${others}\n${AVC}\n`)
  const [found] = await host.symptoms(denials)
  assert.equal(found?.state, 'failed')
  assert.equal(found?.what, 'SELinux denied the agent something 1 time, last for login_log.')
  await host.put('var/log/audit/audit.log', `${AVC}\n${`${others}\n`.repeat(20_000)}`)
  assert.match((await host.said(denials))[0] ?? '', /^ok: /, 'only the end is read')
})

test('AppArmor: silent, denying, and unknown', async (t) => {
  const host = await createDoctorHost(t)
  await mkdir(host.path('etc/apparmor.d'), { recursive: true })
  assert.match((await host.said(denials))[1] ?? '', /^unknown: What AppArmor denied cannot be told: dmesg is not/)
  await host.program('usr/bin/journalctl', 'echo a line')
  assert.match((await host.said(denials))[1] ?? '', /^ok: AppArmor denied the agent nothing/)
  const line = 'audit: apparmor="DENIED" operation="open" profile="/usr/bin/spoor-agent" name="/var/log/x"'
  await host.program('usr/bin/journalctl', `echo '${line}'`)
  assert.match(
    (await host.said(denials))[1] ?? '',
    /^failed: AppArmor denied the agent something 1 time, .*\/var\/log\/x/,
  )
})

test('memory and restarts: few, many, near the limit, killed, and unknown', async (t) => {
  const host = await createDoctorHost(t)
  assert.match((await host.said(memory)).join('\n'), /^unknown: Memory and restarts .*\nunknown: Whether the kernel/)
  await host.program('usr/bin/journalctl', 'echo a line')
  for (const [change, expected] of [
    [
      {},
      'ok: spoor-agent-collector.service was restarted by itself 0 times since it was started, and takes 50.0 MiB of 192 MiB memory.',
    ],
    [
      { NRestarts: '3' },
      'warning: spoor-agent-collector.service was restarted by itself 3 times since it was started.',
    ],
    [{ MemoryCurrent: String(190 * MIB) }, 'warning: spoor-agent-collector.service takes 190 MiB of 192 MiB memory.'],
    [
      { MemoryHigh: 'infinity' },
      'ok: spoor-agent-collector.service was restarted by itself 0 times since it was started.',
    ],
    [{ Result: 'oom-kill' }, 'failed: spoor-agent-collector.service was killed because it took too much memory.'],
  ] as const) {
    await host.units({ [COLLECTOR]: { ...runningUnit('collect'), ...change } })
    assert.deepEqual(await host.said(memory), [expected])
  }
  await host.program(
    'usr/bin/journalctl',
    "echo 'Memory cgroup out of memory: Killed process 12 (spoor-collect) total-vm:1kB'",
  )
  assert.match((await host.said(memory)).join('\n'), /^failed: The kernel killed spoor-collect in the last 24 hours/m)
})
