import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { backstopBelow } from '../../../agent/commands/backstop.ts'
import { type BackstopHost, createBackstopHost } from '../../support/backstop-host.ts'

/** Runs the command at a host; with what it wrote. */
async function run(
  host: BackstopHost,
  words: { readonly 'dry-run'?: true } = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const io = { stdin, stdout, stderr, signal: new AbortController().signal }
  const code = await backstopBelow(host.root).run([], { ...words, config: host.path('spoor.yml') }, io)
  stdout.end()
  stderr.end()
  return { code, stdout: await text(stdout), stderr: await text(stderr) }
}

/** A host whose configuration names a spool, beside which there is an inbox. */
async function configured(t: TestContext): Promise<BackstopHost & { readonly beside: string }> {
  const host = await createBackstopHost(t)
  const beside = host.path('spool-inbox/backstop')
  mkdirSync(host.path('var/lib'), { recursive: true })
  mkdirSync(beside, { recursive: true })
  writeFileSync(host.path('spoor.yml'), `spool: { path: ${host.path('spool')} }\n`, { mode: 0o600 })
  return { ...host, beside }
}

test('backstop says what it looked at, and leaves what appeared in the inbox beside the spool', async (t) => {
  const host = await configured(t)
  const seen = 'Accounts: 2, domains: 3, files with forwards or filters'
  const first = await run(host)
  assert.deepEqual([first.code, first.stdout], [0, `${seen}: 0; appeared: 0.\n`])
  assert.match(first.stderr, /baseline_made: The first look/)
  host.put('etc/valiases/example.com', 'info@example.com: drop@mail.example\n')
  assert.deepEqual([(await run(host)).stdout, readdirSync(host.beside).length], [`${seen}: 1; appeared: 1.\n`, 1])
})

test('--dry-run prints what would be reported, and changes nothing', async (t) => {
  const host = await configured(t)
  assert.deepEqual(await run(host, { 'dry-run': true }), { code: 0, stdout: '', stderr: '' })
  assert.ok(!existsSync(host.path('var/lib/spoor-backstop')))
  await run(host)
  host.put('home/shop/etc/example.com/info/filter', 'deliver "drop@mail.example"')
  for (let again = 0; again < 2; again += 1) {
    const event: unknown = JSON.parse((await run(host, { 'dry-run': true })).stdout)
    assert.deepEqual(Object.keys(event ?? {}).slice(0, 1), ['type'])
  }
  assert.deepEqual(readdirSync(host.beside), [])
  writeFileSync(join(host.path('var/lib/spoor-backstop'), 'baseline.json'), '{')
  assert.equal((await run(host, { 'dry-run': true })).stdout, '')
  assert.deepEqual(readdirSync(host.path('var/lib/spoor-backstop')), ['baseline.json'])
})

test('without its inbox nothing is looked at, and the command says how to make it', async (t) => {
  const host = await configured(t)
  mkdirSync(host.path('elsewhere'))
  writeFileSync(host.path('spoor.yml'), `spool: { path: ${host.path('elsewhere/spool')} }\n`)
  await assert.rejects(run(host), /elsewhere\/spool-inbox\/backstop: this folder is missing; make it \(install -d/)
  assert.ok(!existsSync(host.path('var/lib/spoor-backstop')))
})
