import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SectionConfigs } from '../../../../../agent/config/mail-reports/mail-report-config.ts'
import { moduleFaults } from '../../../../../agent/mail-reports/sections/module/module-faults.ts'
import { moduleSection } from '../../../../../agent/mail-reports/sections/module/module.ts'
import { ownName } from '../../../../../lib/system/users/passwd.ts'
import { SectionScene } from '../program/section-scene.ts'

type Settings = SectionConfigs['module']

/** A shell's script as a module. */
function shell(script: string, change: Partial<Settings> = {}): Settings {
  const exec = ['/bin/sh', '-c', script, 'module'] as const
  return { name: 'own', exec, user: ownName(), timeout: 600_000, directives: {}, most: 1024 ** 2, ...change }
}

test('a module gets its directives as JSON on one line, and its output is the part', async (t) => {
  const scene = await SectionScene.make(t)
  const script = String.raw`printf '\n'; cat; echo "$# arguments"`
  const directives = { warn: '90', names: ["'", 'ü\n'] }
  const { media, text, said } = await scene.write(moduleSection, shell(script, { directives }))
  assert.equal(media, 'text/plain; charset=utf-8')
  const call = { report: 'morning', section: 'section-0123456789ab', host: 'web1.example.com' }
  const given = JSON.stringify({ ...call, now: '2026-11-29T07:00:00.000Z', directives })
  assert.equal(text, `${given}\n0 arguments\n`)
  assert.deepEqual(said, [])
})

test('it names the media type of its part; text is escaped, all else told byte by byte', async (t) => {
  const scene = await SectionScene.make(t)
  const run = async (type: string): Promise<readonly [string | undefined, string]> => {
    const script = String.raw`printf 'content-type: %s\r\n\r\n\0\377\n' '${type}'`
    const { media, bytes } = await scene.write(moduleSection, shell(script))
    return [media, bytes.toString('latin1')]
  }
  for (const type of ['text/plain', 'text/plain; charset=UTF-8', 'text/plain; name="a.txt"; charset="us-ascii"'])
    assert.deepEqual(await run(type), [type, '\\x00\\xff\n'])
  for (const type of ['application/gzip', 'text/html; charset=utf-8', 'text/plain; name=x; charset=iso-8859-1'])
    assert.deepEqual(await run(type), [type, '\0\u00ff\n'])
})

test('a media type that no part can have, another header and no head at all are faults', async (t) => {
  const scene = await SectionScene.make(t)
  const run = async (output: string): Promise<unknown> =>
    scene.write(moduleSection, shell(`printf '${output}'; exec sleep 3600`)).then(() => 'written', String)
  const media = (type: string): RegExp =>
    new RegExp(`^ActionNeeded: module own: its output has a Content-Type that no part can have \\("${type}"\\)$`)
  assert.match(
    String(await run(String.raw`Content-Type: multipart/mixed; name=x\n\nbody`)),
    media('multipart/mixed; name=x'),
  )
  assert.match(String(await run(String.raw`Content-Type: text/plain; x=y\n\nbody`)), media('text/plain; x=y'))
  assert.match(String(await run(String.raw`Content-Type: text/plain\033\n\nbody`)), media(String.raw`text/plain\\x1b`))
  const long = `text/plain; name=${'x'.repeat(64)}`.repeat(3)
  assert.match(String(await run(String.raw`Content-Type: ${long}\n\nbody`)), /that no part can have/)
  const remedy = String.raw`; have it begin with "Content-Type: text/plain; charset=utf-8" and an empty line`
  const headless = (shown: string): string => `ActionNeeded: module own: its output has no head ("${shown}")${remedy}`
  assert.equal(await run(String.raw`X-Own: 1\n\nbody`), headless(String.raw`X-Own: 1\n\nbody`))
  assert.equal(await run(String.raw`\033[31mred\n`), headless(String.raw`\x1b[31mred\n`))
  assert.equal(await run('%02000d'), headless('0'.repeat(80)))
  const short = scene.write(moduleSection, shell('printf Content-Type:'))
  await assert.rejects(short, {
    name: 'ActionNeeded',
    message: `module own: its output has no head ("Content-Type:")${remedy}`,
  })
})

test('a module without a body has nothing to tell, with a head or without', async (t) => {
  const scene = await SectionScene.make(t)
  for (const script of [':', 'echo', String.raw`printf 'Content-Type: text/html\n\n'`]) {
    const { media, text } = await scene.write(moduleSection, shell(script))
    assert.deepEqual([media, text], [undefined, ''])
  }
})

test('what it says on standard error stands at the end of the mail, at most five lines', async (t) => {
  const scene = await SectionScene.make(t)
  const script = String.raw`printf '\nbody\n'; printf 'first\n\n\033second\n' >&2; yes more | head -n 9000 >&2`
  const { text, said } = await scene.write(moduleSection, shell(script))
  assert.equal(text, 'body\n')
  const lines = ['first', String.raw`\x1bsecond`, 'more', 'more', 'more'].map((line) => `module own: ${line}`)
  assert.deepEqual(said, lines)
})

test('a module that fails, takes too long or is killed fails the section, and says why', async (t) => {
  const scene = await SectionScene.make(t)
  const run = async (script: string, timeout = 600_000): Promise<readonly [string, readonly string[]]> => {
    const { parts, written } = scene.call<'module'>(shell(script, { timeout }))
    const failure = await moduleSection(parts).then(() => 'written', String)
    return [failure, written().said]
  }
  const failed = 'ActionNeeded: module own failed: '
  assert.deepEqual(await run('echo why >&2; exit 7'), [`${failed}exit code 7`, ['module own: why']])
  assert.deepEqual(await run('printf Traceback; exit 1'), [`${failed}exit code 1`, []])
  assert.deepEqual(await run('echo; kill -9 $$'), [`${failed}killed by signal 9 (SIGKILL)`, []])
  assert.deepEqual(await run('echo; exec sleep 3600', 50), [`${failed}killed after 0 s`, []])
})

test('at the bound it is ended, and the report says so', async (t) => {
  const scene = await SectionScene.make(t)
  const { text, said } = await scene.write(moduleSection, shell('echo; exec yes', { most: 2048 }))
  assert.equal(text, 'y\n'.repeat(1024))
  assert.deepEqual(said, ['module own: its output was cut at 2 KiB'])
})

test('a module that is asked whether its directives are fine answers with its exit code and a line', async (t) => {
  const scene = await SectionScene.make(t)
  const faults = async (script: string, change: Partial<Settings> = {}): Promise<readonly string[]> =>
    moduleFaults(scene.call<'module'>(shell(script, change)).parts)
  assert.deepEqual(
    await faults('[ "$#$1" = 1--validate ] && grep -q "\\"warn\\":\\"9\\""', { directives: { warn: '9' } }),
    [],
  )
  assert.deepEqual(await faults('[ "$1" = --validate ] && echo out && echo why >&2; exit 2'), ['module own: why'])
  assert.deepEqual(await faults('printf "%s\\n" first second; exit 1'), ['module own: first'])
  assert.deepEqual(await faults('exit 1'), ['module own: exit code 1'])
  assert.deepEqual(await faults('exec sleep 3600', { timeout: 50 }), ['module own: killed after 0 s'])
  assert.deepEqual(await faults('exit 0', { exec: ['/no/such/module'] }), ['/no/such/module is not there'])
})
