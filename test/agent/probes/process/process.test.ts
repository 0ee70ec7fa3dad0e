import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { processIn } from '../../../../agent/probes/process/process.ts'
import { ownName } from '../../../../lib/system/users/passwd.ts'
import { mortal } from '../../../support/mortal.ts'
import { runProbe, settingsFault, temporaryPlace } from '../probe-scene.ts'

/** A folder like /proc, with processes as `[pid, name, state, command line]`. */
function procWith(t: TestContext, ...processes: readonly (readonly [number, string, string, string])[]): string {
  const folder = temporaryPlace(t)
  for (const [pid, name, state, command] of [[1, 'systemd', 'S', '/sbin/init'] as const, ...processes]) {
    mkdirSync(join(folder, String(pid)))
    writeFileSync(join(folder, String(pid), 'stat'), `${pid} (${name}) ${state} 1 1 1 0 -1`)
    writeFileSync(join(folder, String(pid), 'comm'), `${name}\n`)
    writeFileSync(join(folder, String(pid), 'cmdline'), command.replaceAll(' | ', '\0'))
  }
  return folder
}

suite('a program', () => {
  test('that runs is found in /proc by its name, and counted', async (t) => {
    const words = [...mortal, process.execPath, '-e', 'setInterval(() => {}, 1e6); console.log(1)']
    const child = spawn(words[0] ?? '', words.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
    t.after(() => child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    const { verdict, gauges } = await runProbe(processIn('/proc'), { process: 'node', user: ownName() })
    assert.equal(verdict, 'ok')
    assert.ok((gauges?.[0]?.value ?? 0) >= 2)
  })

  test('is known by the name of the kernel, by its command line, and by what it calls itself', async (t) => {
    const proc = procWith(
      t,
      [10, 'exim', 'S', '/usr/sbin/exim | -bd'],
      [11, 'systemd-journal', 'S', '/lib/systemd/systemd-journald'],
      [12, 'nginx', 'S', 'nginx: master process /usr/sbin/nginx'],
      [13, 'a) R (b', 'S', '/opt/strange'],
      [14, 'sh', 'S', '-bash'],
    )
    for (const name of ['exim', 'systemd-journald', 'nginx', 'a) R (b', 'strange', 'bash'])
      assert.equal((await runProbe(processIn(proc), { process: name })).text, `1 process runs as ${name}`)
  })

  test('that has ended, or of which there are too few or too many, is told', async (t) => {
    const proc = procWith(t, [10, 'exim', 'Z', ''], [11, 'httpd', 'S', 'httpd'], [12, 'httpd', 'S', 'httpd'])
    const ended = await runProbe(processIn(proc), { process: 'exim' })
    assert.deepEqual([ended.verdict, ended.text], ['failed', 'no processes run as exim'])
    const few = await runProbe(processIn(proc), { process: 'httpd', least: '3' })
    assert.deepEqual([few.verdict, few.text], ['failed', '2 processes run as httpd, not 3'])
    const many = await runProbe(processIn(proc), { process: 'httpd', most: '1' })
    assert.deepEqual([many.verdict, many.text], ['warning', '2 processes run as httpd, more than 1'])
    assert.equal((await runProbe(processIn(proc), { process: 'httpd', user: 'nobody-here' })).verdict, 'failed')
  })

  test('is not known where the processes of others are hidden', async (t) => {
    const { verdict } = await runProbe(processIn(temporaryPlace(t)), { process: 'exim' })
    assert.equal(verdict, 'unknown')
  })
})

test('settings that cannot be meant are refused in a sentence', () => {
  for (const [written, sentence] of [
    [{ process: '/usr/sbin/exim' }, 'is not the name of a program without its folder'],
    [{ process: 'exim', least: '3', most: '2' }, 'wants at least more than there may be'],
  ] as const)
    assert.equal(settingsFault(processIn('/proc'), written), sentence)
})
