import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { SystemUpdate } from '../../../agent/watch/system-update.ts'
import { mortal } from '../../support/mortal.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const HOUR = 3_600_000

interface Scene {
  readonly root: string
  /** Who updates the system, some seconds after the last question. */
  readonly updater: () => Promise<string | undefined>
  readonly put: (path: string, text: string) => Promise<void>
  readonly pass: (milliseconds: number) => void
}

async function scene(t: TestContext): Promise<Scene> {
  const root = await temporaryFolder(t)
  let time = 0
  const update = new SystemUpdate(root, () => time)
  return {
    root,
    updater: () => {
      time += 5000
      return update.now()
    },
    put: async (path, text) => {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    },
    pass: (milliseconds) => {
      time += milliseconds
    },
  }
}

test('the system is updated while somebody holds the lock of dpkg', async (t) => {
  const { root, updater, put } = await scene(t)
  await symlink('/proc', join(root, 'proc'))
  await put('var/lib/dpkg/lock-frontend', '')
  assert.equal(await updater(), undefined)
  const lock = join(root, 'var/lib/dpkg/lock-frontend')
  const [command, ...args] = [...mortal, 'flock', '--no-fork', lock, 'sh', '-c', 'echo held; read line']
  const holder = spawn(command, args)
  await once(holder.stdout, 'data')
  assert.equal(await updater(), 'dpkg')
  holder.stdin.end()
  await once(holder, 'exit')
  assert.equal(await updater(), undefined)
})

test('a lock for reading, one that is waited for, and one of somebody else are none', async (t) => {
  const { root, updater, put } = await scene(t)
  await put('var/lib/rpm/.rpm.lock', '')
  await put('proc/41/cmdline', 'rpm')
  const { ino } = await stat(join(root, 'var/lib/rpm/.rpm.lock'))
  for (const [line, name] of [
    [`1: POSIX  ADVISORY  READ 41 08:01:${ino} 0 EOF`, undefined],
    [`1: -> POSIX  ADVISORY  WRITE 41 08:01:${ino} 0 EOF`, undefined],
    [`1: POSIX  ADVISORY  WRITE 41 08:01:${ino}9 0 EOF`, undefined],
    [`1: POSIX  ADVISORY  WRITE 42 08:01:${ino} 0 EOF`, undefined],
    [`1: POSIX  ADVISORY  WRITE 7 08:01:9 0 EOF\n2: POSIX  ADVISORY  WRITE 41 00:2a:${ino} 0 EOF`, 'rpm'],
  ] as const) {
    await put('proc/locks', `${line}\n`)
    assert.equal(await updater(), name, line)
  }
})

test('a pid file counts while that program runs, not while another has its pid', async (t) => {
  const { root, updater, put } = await scene(t)
  await put('run/upcp.pid', '41\n')
  assert.equal(await updater(), undefined)
  await put('proc/41/cmdline', 'vim\0')
  assert.equal(await updater(), undefined)
  await put('proc/41/cmdline', '/usr/local/cpanel/scripts/upcp\0--cron\0')
  assert.equal(await updater(), 'upcp')
  for (const pid of ['', '-1', '../41', '0', '41x']) {
    await put('run/upcp.pid', pid)
    assert.equal(await updater(), undefined, pid)
  }
  await rm(join(root, 'run'), { recursive: true })
  await put('var/lib/dnf/rpmdb_lock.pid', '41')
  await put('proc/41/cmdline', '/usr/bin/python3\0/usr/bin/dnf\0upgrade\0')
  assert.equal(await updater(), 'dnf')
})

test('an update that takes longer than an hour hides nothing any more, until it has ended', async (t) => {
  const { updater, put, pass } = await scene(t)
  await put('run/yum.pid', '41')
  await put('proc/41/cmdline', 'yum')
  assert.equal(await updater(), 'yum')
  pass(HOUR - 10_000)
  assert.equal(await updater(), 'yum')
  pass(10_000)
  assert.equal(await updater(), undefined)
  await put('proc/41/cmdline', '')
  assert.equal(await updater(), undefined)
  await put('proc/41/cmdline', 'yum')
  assert.equal(await updater(), 'yum')
})
