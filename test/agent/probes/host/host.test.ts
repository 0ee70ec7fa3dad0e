import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { hostIn } from '../../../../agent/probes/host/host.ts'
import { runProbe, settingsFault, temporaryPlace } from '../probe-scene.ts'

const QUIET: Readonly<Record<string, string>> = {
  'proc/loadavg': '0.10 0.20 0.30 1/100 4711\n',
  'proc/stat': 'cpu  1 2 3\ncpu0 1 2 3\ncpu1 1 2 3\nintr 5\n',
  'proc/meminfo': 'MemTotal:       1000000 kB\nMemAvailable:    600000 kB\nSwapTotal:      100 kB\nSwapFree:  100 kB\n',
  'proc/vmstat': 'nr_free_pages 1\noom_kill 3\n',
  'proc/uptime': '4711.5 100.0\n',
  'proc/sys/kernel/osrelease': '5.14.0-427.13.1.el9_4.x86_64\n',
  'lib/modules/5.14.0-427.13.1.el9_4.x86_64/modules.dep': '',
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

/** A host with these files instead of those of a quiet one. */
function hostWith(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const root = temporaryPlace(t)
  write(root, { ...QUIET, ...files })
  return root
}

async function found(t: TestContext, files: Readonly<Record<string, string>>): Promise<readonly [string, string]> {
  const { verdict, text } = await runProbe(hostIn(hostWith(t, files)), {})
  return [verdict, text]
}

suite('a host', () => {
  test('that is quiet is ok, and measured', async (t) => {
    const { verdict, text, gauges } = await runProbe(hostIn(hostWith(t)), {})
    assert.deepEqual([verdict, text], ['ok', 'The host is as it should be'])
    assert.deepEqual(Object.fromEntries(gauges?.map(({ name, value }) => [name, value]) ?? []), {
      load_per_processor: 0.1,
      memory_available_bytes: 614_400_000,
      memory_available_ratio: 0.6,
      swap_used_ratio: 0,
      oom_kills: 3,
      uptime_seconds: 4711.5,
      reboot_required: 0,
    })
  })

  test('is this machine, too', async () => {
    const { gauges } = await runProbe(hostIn('/'), { parts: ['load', 'memory'] })
    assert.deepEqual(
      gauges?.map(({ name }) => name),
      ['load_per_processor', 'memory_available_bytes', 'memory_available_ratio'],
    )
  })

  test('with too much load, too little memory or swap is a warning', async (t) => {
    assert.deepEqual(await found(t, { 'proc/loadavg': '1 9.00 1 1/100 4711\n' }), [
      'warning',
      'The load of each processor is 4.5',
    ])
    const meminfo = 'MemTotal: 1000 kB\nMemAvailable: 49 kB\nSwapTotal: 100 kB\nSwapFree: 19 kB\n'
    assert.deepEqual(await found(t, { 'proc/meminfo': meminfo }), [
      'warning',
      '4.9 % of the memory is available; 81 % of the swap is used',
    ])
  })

  test('whose kernel ends processes for want of memory is a warning for an hour', async (t) => {
    const root = hostWith(t)
    const host = hostIn(root)
    const look = async (count: number, minutes: number): Promise<string> => {
      write(root, { 'proc/vmstat': `oom_kill ${count}\n` })
      const tools = { check: 'host', signal: new AbortController().signal, now: () => 0, step: () => undefined }
      const settings = { parts: ['oom' as const], load: 4, memory: 5, swap: 80 }
      return (await host.run(settings, { ...tools, elapsed: () => minutes * 60_000 })).text
    }
    assert.equal(await look(3, 0), 'The host is as it should be')
    assert.equal(await look(5, 1), 'The kernel ended 2 processes in the last hour for want of memory')
    assert.equal(await look(6, 40), 'The kernel ended 3 processes in the last hour for want of memory')
    assert.equal(await look(6, 62), 'The kernel ended a process in the last hour for want of memory')
    assert.equal(await look(6, 101), 'The host is as it should be')
  })

  test('that waits for a reboot is a warning: by the file of Debian, or a newer kernel', async (t) => {
    assert.deepEqual(
      await found(t, { 'run/reboot-required': '', 'run/reboot-required.pkgs': 'linux-base\ndbus\ndbus\n' }),
      ['warning', 'A reboot is required by linux-base, dbus'],
    )
    const newer = { 'lib/modules/5.14.0-427.20.1.el9_4.x86_64/modules.dep': '' }
    assert.equal((await found(t, newer))[1], 'A reboot is required by the kernel 5.14.0-427.20.1.el9_4.x86_64')
    const others = {
      'lib/modules/5.14.0-427.9.1.el9_4.x86_64/modules.dep': '',
      'lib/modules/6.0.0/half-installed': '',
      'lib/modules/extra/modules.dep': '',
    }
    assert.equal((await found(t, others))[0], 'ok')
  })

  test('wants no more than a reboot only if nothing else is to be looked at', async (t) => {
    const waits = { 'run/reboot-required': '' }
    for (const [files, wants] of [
      [{}, false],
      [waits, true],
      [{ ...waits, 'proc/mdstat': 'md0 : active raid1 sda1[0]\n      1 blocks [2/1] [U_]\n' }, false],
    ] as const)
      assert.equal((await runProbe(hostIn(hostWith(t, files)), {})).wantsReboot, wants)
  })

  test('may have its modules below /usr', async (t) => {
    const root = temporaryPlace(t)
    write(root, { 'proc/sys/kernel/osrelease': '6.1.0-1-amd64\n', 'usr/lib/modules/6.1.0-2-amd64/modules.dep': '' })
    symlinkSync('usr/lib', join(root, 'lib'))
    assert.equal((await runProbe(hostIn(root), {})).verdict, 'warning')
  })

  test('with an array that lacks a disk has failed; one that is rebuilt is a warning', async (t) => {
    const array = (state: string): Record<string, string> => ({
      'proc/mdstat': `Personalities : [raid1]\nmd0 : active raid1 sdb1[1] sda1[0](F)\n      1048 blocks ${state}\nunused devices: <none>\n`,
    })
    assert.deepEqual(await found(t, array('[2/1] [U_]')), ['failed', 'Array md0 lacks a disk'])
    assert.equal((await found(t, array('[2/2] [UU]')))[0], 'ok')
    const rebuilt = array('[2/2] [UU]\n      [=>...]  recovery = 12.6% (1/2) finish=1min')
    assert.deepEqual(await found(t, rebuilt), ['warning', 'Array md0 is rebuilt'])
    const stopped = { 'proc/mdstat': 'md1 : inactive sda1[0](S)\n' }
    assert.deepEqual(await found(t, stopped), ['failed', 'Array md1 does not run'])
  })

  test('whose clock is not set yet is a warning, where systemd-timesyncd sets it', async (t) => {
    assert.equal((await found(t, { 'run/systemd/timesync/clock': '' }))[0], 'warning')
    assert.equal((await found(t, { 'run/systemd/timesync/synchronized': '' }))[0], 'ok')
  })

  test('of which nothing can be read is not known', async (t) => {
    const { verdict } = await runProbe(hostIn(temporaryPlace(t)), { parts: 'load' })
    assert.equal(verdict, 'unknown')
  })
})

test('settings that cannot be meant are refused in a sentence', () => {
  for (const [written, sentence] of [
    [{ parts: 'disk' }, 'is none of load, memory, swap, oom, reboot, raid, clock'],
    [{ load: '0' }, 'is not more than 0'],
    [{ memory: '101' }, 'is not a whole number from 0 to 99'],
  ] as const)
    assert.equal(settingsFault(hostIn('/'), written), sentence)
})
