import assert from 'node:assert/strict'
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SectionConfigs } from '../../../../../agent/config/mail-reports/mail-report-config.ts'
import { commandOutputSection } from '../../../../../agent/mail-reports/sections/command/command.ts'
import { ownName } from '../../../../../lib/system/users/passwd.ts'
import { SectionScene } from '../program/section-scene.ts'

type Settings = SectionConfigs['command']

/** A shell's script as a command. */
function shell(script: string, change: Partial<Settings> = {}): Settings {
  const exec = ['/bin/sh', '-c', script] as const
  const usual = { user: ownName(), timeout: 600_000, report: 'always', most: 256 * 1024, isNagios: false } as const
  return { exec, ...usual, ...change }
}

/** The text without the seconds that it took. */
function timeless(text: string): string {
  return text.replace(/ \d+\.\d s$/m, ' N s')
}

test('the first line says how it ended, then come both outputs, each with what it printed', async (t) => {
  const scene = await SectionScene.make(t)
  const settings = shell('echo one; echo two >&2; printf three; exit 3')
  const { media, text } = await scene.write(commandOutputSection, settings)
  assert.equal(media, 'text/plain; charset=utf-8')
  assert.equal(
    timeless(text),
    [
      "/bin/sh -c 'echo one; echo two >&2; printf three; exit 3': exit code 3, 13 bytes, N s",
      '',
      'one',
      'three',
      '--- standard error ---',
      'two',
      '',
    ].join('\n'),
  )
})

test('no program is given the environment, the folder or the mask of the one who runs the report', async (t) => {
  const scene = await SectionScene.make(t)
  process.env['SPOOR_TEST_WORD'] = 'secret'
  t.after(() => delete process.env['SPOOR_TEST_WORD'])
  const before = process.umask()
  const { text } = await scene.write(commandOutputSection, shell('pwd; umask; env | sort; cat'))
  assert.equal(process.umask(), before)
  const [, , folder, umask, ...env] = text.trimEnd().split('\n')
  assert.deepEqual([folder, umask], ['/', '0077'])
  // The shell adds the one, Node the other where coverage is measured.
  const names = env.map((line) => line.replace(/=.*/, '')).filter((name) => !['_', 'NODE_V8_COVERAGE'].includes(name))
  assert.deepEqual(names, ['HOME', 'LC_ALL', 'LOGNAME', 'PATH', 'PWD', 'SHELL', 'USER'])
  assert.ok(env.includes('LC_ALL=C.UTF-8') && env.includes('SHELL=/bin/sh') && env.includes(`USER=${ownName()}`))
})

test('it runs as its user, with the groups of that and no capability; who is not root cannot have that', async (t) => {
  const scene = await SectionScene.make(t)
  const other = ownName() === 'nobody' ? 'daemon' : 'nobody'
  const run = scene.write(
    commandOutputSection,
    shell('id -un; id -Gn; grep ^Cap /proc/self/status; echo $HOME', { user: other }),
  )
  if (process.geteuid?.() !== 0) {
    await assert.rejects(run, new RegExp(`only root can run it as user ${other}; write user: ${ownName()}`))
    return
  }
  const [, , user, group, ...rest] = (await run).text.split('\n')
  assert.deepEqual([user, group], ['nobody', 'nogroup'])
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) assert.ok(rest.includes(`${set}:\t0000000000000000`), set)
  assert.ok(rest.includes('/nonexistent'))
})

test('a program that takes too long is killed, whatever it ignores, with what it printed until then', async (t) => {
  const scene = await SectionScene.make(t)
  const started = join(scene.folder, 'started')
  const script = `trap '' TERM; echo begun; sleep 3600 & echo $! >${started}; wait; wait; sleep 3600`
  const { text } = await scene.write(commandOutputSection, shell(script, { timeout: 300 }))
  assert.match(text, /^\/bin\/sh .*: killed after 0 s, 6 bytes, \d+\.\d s\n\nbegun\n$/)
  await ended(Number(await readFile(started, 'utf8')))
})

test('what a program leaves in the background ends with it', async (t) => {
  const scene = await SectionScene.make(t)
  const { text } = await scene.write(commandOutputSection, shell('(sleep 3600 & echo $!); echo done'))
  const [line, , child, last] = text.split('\n')
  assert.match(line ?? '', /: exit code 0, /)
  assert.equal(last, 'done')
  await ended(Number(child))
})

test('what left the group of a program does not hold the report up, though it holds the output open', async (t) => {
  const scene = await SectionScene.make(t)
  const fifo = join(scene.folder, 'fifo')
  const script = `mkfifo ${fifo}; (setsid sh -c 'echo $$ >${fifo}; exec sleep 3600' &); read pid <${fifo}; echo $pid`
  const { text } = await scene.write(commandOutputSection, shell(script))
  const pid = Number(text.split('\n')[2])
  assert.ok(pid > 1)
  // It lives: who started it in such a way wanted that, and only the cgroup of a unit would end it.
  process.kill(pid, 'SIGKILL')
})

/** Waits until a process ended, though nobody may have asked how. */
async function ended(pid: number): Promise<void> {
  while (/^\d+ \(.*\) [^ZX]/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')))
    await new Promise(setImmediate)
}

test('a program that prints without an end is ended at the bound, which it may reach', async (t) => {
  const scene = await SectionScene.make(t)
  const endless = await scene.write(commandOutputSection, shell('exec yes', { most: 1024 }))
  assert.match(endless.text, /^\/bin\/sh -c 'exec yes': output cut at 1 KiB, 1024 bytes, \d+\.\d s\n\n(?:y\n){512}$/)
  const both = await scene.write(commandOutputSection, shell('yes >&2 & yes', { most: 1000 }))
  assert.match(both.text, /: output cut at 1000 bytes, 1000 bytes, /)
  const exact = await scene.write(commandOutputSection, shell('printf 12345678', { most: 8 }))
  assert.match(exact.text, /: exit code 0, 8 bytes, \d+\.\d s\n\n12345678\n$/)
})

test('a program that a signal ends is told by its number', async (t) => {
  const scene = await SectionScene.make(t)
  const { text } = await scene.write(commandOutputSection, shell('kill -9 $$'))
  assert.match(text, /: killed by signal 9 \(SIGKILL\), 0 bytes, \d+\.\d s\n$/)
})

test('it ends with the report', async (t) => {
  const scene = await SectionScene.make(t)
  const fifo = join(scene.folder, 'ready')
  const { parts } = scene.call<'command'>(shell(`echo $$ >${fifo}; exec sleep 3600`))
  const running = commandOutputSection(parts)
  const failed = assert.rejects(running, { name: 'AbortError' })
  const pid = await waitFor(fifo)
  scene.abort()
  await failed
  assert.throws(() => process.kill(pid, 0), /ESRCH/)
})

/** The number in a file, once it is whole. */
async function waitFor(file: string): Promise<number> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '')
    if (text.endsWith('\n')) return Number(text)
    await new Promise(setImmediate)
  }
}

test('what is no text or would steer a terminal is escaped, also in the command', async (t) => {
  const scene = await SectionScene.make(t)
  const program = await scene.program('hos\u001btile', "#!/bin/sh\nprintf 'a\\tb\\033[31m\\377\\0 gr\\303\\274n\\n'\n")
  const { text } = await scene.write(commandOutputSection, { ...shell(''), exec: [program] })
  assert.ok(text.startsWith(`'${scene.folder}/hos?tile': exit code 0, `))
  assert.ok(text.endsWith('\n\na\tb\\x1b[31m\\xff\\x00 grün\n'))
})

test('with "changed" it is told the first time, and when its output or its end differs from the last report', async (t) => {
  const scene = await SectionScene.make(t)
  const run = async (script: string, isSent: boolean): Promise<boolean> => {
    const { text } = await scene.write(commandOutputSection, shell(script, { report: 'changed' }))
    const next = join(scene.folder, 'next')
    assert.equal((await stat(next)).mode & 0o777, 0o600)
    if (isSent) await rename(next, join(scene.folder, 'state'))
    return text !== ''
  }
  const same = 'echo $(cat "$0" 2>/dev/null)same'
  assert.equal(await run(same, false), true)
  assert.equal(await run(same, true), true, 'the mail before was not sealed')
  assert.equal(await run(same, true), false)
  assert.equal(await run('echo other', true), true)
  assert.equal(await run('echo other >&2', true), true, 'the same on standard error is not the same')
  assert.equal(await run('echo other >&2', true), false)
  // The command is not a part of what is compared.
  assert.equal(await run('echo other >&2; exit 1', true), true)
})

test('a dry run saves nothing, and other reports have nothing to save', async (t) => {
  const scene = await SectionScene.make(t)
  const dry = await scene.write(commandOutputSection, shell('echo', { report: 'changed' }), { next: undefined })
  assert.notEqual(dry.text, '')
  await scene.write(commandOutputSection, shell('echo'))
  await scene.write(commandOutputSection, shell('exit 1', { report: 'failed' }))
  assert.deepEqual(await readdir(scene.folder), [])
})

test('a saved digest that cannot be read is no reason to be silent, or to fail', async (t) => {
  const scene = await SectionScene.make(t)
  const state = join(scene.folder, 'state')
  for (const leave of [() => writeFile(state, 'torn'), () => writeFile(state, 'x'.repeat(99)), () => mkdir(state)]) {
    await rm(state, { force: true })
    await leave()
    const { text } = await scene.write(commandOutputSection, shell('echo', { report: 'changed' }))
    assert.notEqual(text, '')
  }
})

test('with "failed" it is told when its exit code is not 0, or it did not end by itself', async (t) => {
  const scene = await SectionScene.make(t)
  const run = async (script: string, change: Partial<Settings> = {}): Promise<string> =>
    (await scene.write(commandOutputSection, shell(script, { report: 'failed', ...change }))).text
  assert.equal(await run('echo fine; echo well >&2'), '')
  assert.match(await run('exit 1'), /: exit code 1,/)
  assert.match(await run('kill -15 $$'), /: killed by signal 15 \(SIGTERM\),/)
  assert.match(await run('exec sleep 3600', { timeout: 50 }), /: killed after 0 s,/)
  assert.match(await run('exec yes', { most: 2 }), /: output cut at 2 bytes,/)
})

test('of a Nagios plugin the state comes first, and what is meant for programs last', async (t) => {
  const scene = await SectionScene.make(t)
  const run = async (script: string, change: Partial<Settings> = {}): Promise<string> =>
    timeless((await scene.write(commandOutputSection, shell(script, { isNagios: true, ...change }))).text)
  const script = String.raw`printf 'DISK WARNING - / 91%% | /=91%%;90\nlong\ntext | /var=5%%\n/home=6%%\n'; exit 1`
  assert.equal(
    await run(script),
    [
      'WARNING: DISK WARNING - / 91%',
      `/bin/sh -c '${script.replaceAll("'", String.raw`'\''`)}': exit code 1, 61 bytes, N s`,
      'long',
      'text ',
      '--- performance data ---',
      ' /=91%;90',
      ' /var=5%',
      '/home=6%',
      '',
    ].join('\n'),
  )
  assert.match(await run('echo fine'), /^OK: fine\n/)
  assert.match(await run('echo bad; exit 2'), /^CRITICAL: bad\n/)
  assert.match(await run('echo what; exit 3'), /^UNKNOWN: what\n/)
  assert.match(await run('exit 127'), /^UNKNOWN: exit code 127\n/)
  assert.match(await run('echo 50%; exec sleep 3600', { timeout: 300 }), /^UNKNOWN: killed after 0 s\n.*\n50%\n$/)
  assert.equal(await run('echo fine', { report: 'failed' }), '')
})

test('a large output is told whole', async (t) => {
  const scene = await SectionScene.make(t)
  const size = 3 * 1024 ** 2
  const { bytes } = await scene.write(commandOutputSection, shell(`yes ü | head -c ${size}`, { most: size }))
  const text = bytes.toString()
  assert.match(text.slice(0, 200), /exit code 0, 3145728 bytes/)
  assert.equal(text.slice(text.indexOf('\n\n') + 2), 'ü\n'.repeat(size / 3))
})
