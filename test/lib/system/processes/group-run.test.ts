import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type GroupRun, runGroup } from '../../../../lib/system/processes/group-run.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

const NEVER = new AbortController().signal

/** A shell script to run, with as much time as it may need. */
function script(text: string, change: Partial<GroupRun> = {}): GroupRun {
  const env = { PATH: '/usr/bin:/bin' }
  return { argv: ['/bin/sh', '-c', text], env, stdin: '', timeout: 600_000, bound: 4096, signal: NEVER, ...change }
}

/** Whether a process of this number still works; one that nobody has waited for does not. */
function lives(pid: string): boolean {
  const file = `/proc/${pid}/stat`
  return existsSync(file) && !/\) [ZX] /.test(readFileSync(file, 'utf8'))
}

/** Resolves once a process has gone, which it does soon after it was killed. */
async function untilGone(pid: string): Promise<void> {
  assert.match(pid, /^\d+$/)
  while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** The lines of a file, once it has so many. */
async function untilLines(file: string, count: number): Promise<readonly string[]> {
  for (;;) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
    if (lines.length >= count) return lines
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

test('a run says how the program ended, what it said on each output, and how long it took', async () => {
  const run = await runGroup(script('read line; echo "got $line"; echo oh >&2; exit 3', { stdin: 'hello\nmore\n' }))
  assert.deepEqual(
    [run.end, run.timedOut, String(run.stdout), String(run.stderr), run.truncated],
    [{ code: 3 }, false, 'got hello\n', 'oh\n', false],
  )
  assert.ok(run.elapsed > 0)
  assert.deepEqual((await runGroup(script('kill -SEGV $$'))).end, { killedBy: 'SIGSEGV' })
})

test('a program gets the environment, the folder and the arguments that are given, and nothing else', async () => {
  process.env['SPOOR_TEST_SECRET'] = 'hush'
  const argv = ['/bin/sh', '-c', 'pwd; echo "$1"; env', 'sh', '$(id); *'] as const
  const { stdout } = await runGroup(script('', { argv, cwd: '/usr', env: { PATH: '/usr/bin:/bin', A: 'b' } }))
  delete process.env['SPOOR_TEST_SECRET']
  const [folder, word, ...env] = String(stdout).trim().split('\n')
  assert.deepEqual([folder, word], ['/usr', '$(id); *'])
  // A shell adds these itself, and Node one where coverage is measured.
  assert.deepEqual(env.filter((line) => !/^(?:PWD|_|SHLVL|OLDPWD|NODE_V8_COVERAGE)=/.test(line)).toSorted(), [
    'A=b',
    'PATH=/usr/bin:/bin',
  ])
})

test('a program that cannot be started is no error, but has a reason', async () => {
  assert.deepEqual((await runGroup(script('', { argv: ['/nowhere/program'] }))).end, { unstarted: 'ENOENT' })
  assert.deepEqual((await runGroup(script('', { argv: ['/etc/passwd'] }))).end, { unstarted: 'EACCES' })
  assert.deepEqual((await runGroup(script('x'.repeat(200_000)))).end, { unstarted: 'E2BIG' })
})

test('a program that takes too long is ended, and the result says so', async () => {
  const run = await runGroup(script('exec sleep 1000', { timeout: 1 }))
  assert.deepEqual([run.timedOut, run.end], [true, { killedBy: 'SIGTERM' }])
})

test('with its leader a group is ended with all that it started, a process that ignores SIGTERM too', async (t) => {
  const file = join(await temporaryFolder(t), 'pids')
  const text = `sh -c 'trap "" TERM; echo $$ >> ${file}; while :; do sleep 1000; done' & sleep 1000 & echo $! >> ${file}; wait`
  const stop = new AbortController()
  const running = runGroup(script(text, { signal: stop.signal }))
  const pids = await untilLines(file, 2)
  stop.abort()
  assert.deepEqual((await running).end, { killedBy: 'SIGTERM' })
  for (const pid of pids) await untilGone(pid)
})

test('a leader that ignores SIGTERM is killed after a grace, and one that obeys ends by itself', async (t) => {
  const file = join(await temporaryFolder(t), 'ready')
  for (const [trap, end] of [
    ['', { killedBy: 'SIGKILL' }],
    ['exit 4', { code: 4 }],
  ] as const) {
    const stop = new AbortController()
    // Short sleeps: dash hears a signal that comes just before a fork only when the forked command has ended.
    const text = `trap "${trap}" TERM; echo ready >> ${file}; while :; do sleep 0.05; done`
    const running = runGroup(script(text, { signal: stop.signal }))
    await untilLines(file, trap === '' ? 1 : 2)
    stop.abort()
    assert.deepEqual((await running).end, end)
  }
})

test('the signal ends a run, also one that begins after it', async () => {
  const stop = new AbortController()
  const running = runGroup(script('sleep 1000', { signal: stop.signal }))
  setImmediate(() => stop.abort())
  assert.deepEqual([(await running).end, (await running).timedOut], [{ killedBy: 'SIGTERM' }, false])
  assert.deepEqual((await runGroup(script('sleep 1000', { signal: stop.signal }))).end, { killedBy: 'SIGTERM' })
})

test('what is left of a group when its leader has ended is killed, and holds up nothing', async () => {
  const { end, stdout } = await runGroup(script('sleep 1000 & echo $!'))
  assert.deepEqual(end, { code: 0 })
  await untilGone(String(stdout).trim())
})

test('who leaves the group and keeps the outputs open does not hold up the end', async (t) => {
  const pipe = join(await temporaryFolder(t), 'pipe')
  const text = `mkfifo ${pipe}; setsid sh -c 'echo $$ > ${pipe}; exec sleep 1000' & read pid < ${pipe}; echo $pid`
  const { end, stdout } = await runGroup(script(text))
  assert.deepEqual(end, { code: 0 })
  process.kill(Number(stdout), 'SIGKILL')
})

test('of each output the beginning is kept, and the rest is read, so that the program never waits', async () => {
  const text = 'head -c 1000000 /dev/zero | tr "\\0" a; head -c 5 /dev/zero | tr "\\0" b >&2; exit 7'
  const { end, stdout, stderr, truncated } = await runGroup(script(text, { bound: 100 }))
  assert.deepEqual([end, String(stdout), String(stderr), truncated], [{ code: 7 }, 'a'.repeat(100), 'bbbbb', true])
  const exact = await runGroup(script('printf aaaa', { bound: 4 }))
  assert.deepEqual([String(exact.stdout), exact.truncated], ['aaaa', false])
})

test('a program that does not read what it gets is no trouble', async () => {
  const { end } = await runGroup(script('exec 0<&-; exit 5', { stdin: 'x'.repeat(1_000_000) }))
  assert.deepEqual(end, { code: 5 })
})
