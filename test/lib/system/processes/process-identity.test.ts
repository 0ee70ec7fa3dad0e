import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import * as v from 'valibot'
import {
  bootId,
  isAlive,
  ownIdentity,
  type ProcessIdentity,
  processIdentity,
} from '../../../../lib/system/processes/process-identity.ts'

/** Field 22 of /proc/<pid>/stat, for a process whose name has no spaces. */
async function startTimeOf(pid: number | undefined): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1')
  return text.replace(/^.*\) /s, '').split(' ')[19] ?? ''
}

test('this process is alive under its pid, start time and boot id, and under no others', async () => {
  const own = ownIdentity()
  assert.deepEqual([own.pid, own.startTime], [process.pid, await startTimeOf(process.pid)])
  assert.match(own.bootId, /^[\da-f-]{36}$/)
  assert.ok(isAlive(own))
  assert.ok(!isAlive({ ...own, startTime: `${own.startTime}0` }))
  assert.ok(!isAlive({ ...own, bootId: own.bootId.toUpperCase().replace(/.$/, 'x') }))
  assert.ok(!isAlive({ ...own, pid: process.ppid }))
})

test('the start time is found after a process name with brackets and spaces', async (t) => {
  const script = 'process.title = ") R 1 2 ("; console.log("titled"); process.stdin.resume()'
  const child = spawn(process.execPath, ['-e', script], { env: { ...process.env, NODE_V8_COVERAGE: '' } })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  assert.match(await readFile(`/proc/${child.pid}/stat`, 'latin1'), /\(\) R 1 2 \(\)/)
  const identity = { ...ownIdentity(), pid: child.pid ?? 0, startTime: await startTimeOf(child.pid) }
  assert.ok(isAlive(identity))
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.ok(!isAlive(identity))
})

test('a zombie is not alive', async (t) => {
  // The program that replaces the shell does not know of its child and never waits for it.
  const script = 'cat <&3 & echo $!; exec sleep 600 3<&-'
  const shell = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] })
  t.after(() => shell.kill('SIGKILL'))
  const [output] = await once(shell.stdout ?? assert.fail(), 'data')
  const pid = Number(String(output))
  while ((await readFile(`/proc/${shell.pid}/comm`, 'latin1')) !== 'sleep\n') await new Promise(setImmediate)
  const isZombie = async (): Promise<boolean> => / Z /.test(await readFile(`/proc/${pid}/stat`, 'latin1'))
  const startTime = await startTimeOf(pid)
  shell.stdio[3]?.destroy()
  while (!(await isZombie())) await new Promise(setImmediate)
  assert.ok(!isAlive({ ...ownIdentity(), pid, startTime }))
})

for (const [whose, user] of [
  ['of another user', 0],
  ['of the same user that came from root', 65534],
] as const) {
  test(`a process ${whose} is alive where /proc hides it, and dead when it has ended`, async (t) => {
    if (process.geteuid?.() !== 0) return
    const become = `process.setuid(${user}); console.log("became"); process.stdin.resume()`
    const child = spawn(process.execPath, ['-e', become], { env: { ...process.env, NODE_V8_COVERAGE: '' } })
    t.after(() => child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    const identity = { ...ownIdentity(), pid: child.pid ?? 0, startTime: await startTimeOf(child.pid) }
    assert.equal(isAliveToNobody(identity), 'true false')
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.equal(isAliveToNobody(identity), 'false false')
  })
}

/** Whether a process is alive, and shown, to the user nobody while /proc hides other users' processes. */
function isAliveToNobody(identity: ProcessIdentity): string {
  const module = join(import.meta.dirname, '../../../../lib/system/processes/process-identity.ts')
  // Nobody else needs to be able to read this file.
  const ask = `const { isAlive, isShown } = await import(${JSON.stringify(module)})
    // Members of root's group see all processes.
    process.setgroups([])
    process.setgid(65534)
    process.setuid(65534)
    console.log(isAlive(${JSON.stringify(identity)}), isShown(${identity.pid}))`
  const script = 'mount -t proc -o hidepid=2 proc /proc && exec "$@"'
  const node = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', ask]
  return spawnSync('unshare', ['--mount', 'sh', '-c', script, 'sh', ...node], { encoding: 'utf8' }).stdout.trim()
}

test('an object that names no process is not an identity', () => {
  assert.ok(v.is(processIdentity, ownIdentity()))
  for (const pid of [0, -1, 1.5, '1', undefined]) assert.ok(!v.is(processIdentity, { ...ownIdentity(), pid }))
})

test('without /proc the error says what is missing', () => {
  assert.throws(() => bootId('/nowhere/boot_id'), {
    name: 'ActionNeeded',
    message: '/nowhere/boot_id: cannot be read (ENOENT); mount /proc, and remove ProcSubset=pid from the systemd unit.',
  })
})
