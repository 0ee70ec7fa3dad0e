import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { hook } from '../../../agent/commands/hook.ts'
import { HOOKED } from '../../../agent/hook/hooked-events.ts'
import { GIVEN_UP, bytesByName } from '../../../agent/inbox/file-name.ts'
import { inboxesOf } from '../../../agent/inbox/inboxes.ts'
import { readPortion } from '../../../agent/inbox/portion.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../../../agent/spool/spool-folders.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { agentCommand, type Ended, startAgent, type Surroundings } from '../../support/agent-process.ts'
import { documentOf, hookNamed, SECRETS } from '../../support/hook-documents.ts'
import { mortal } from '../../support/mortal.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const DOCUMENT = JSON.stringify(documentOf(hookNamed('UAPI::Email::passwd_pop')))
const isRoot = process.geteuid?.() === 0

/** What a hook must always say, and nothing else. */
const WELL = { code: 0, signal: null, stdout: '1 spoor\n', stderr: '' }

interface Host {
  readonly folders: SpoolFolders
  readonly config: string
  /** Runs the hook in this process; what it printed. */
  readonly run: (document: string | Buffer, options?: Options) => Promise<string>
  /** Runs it in one of its own. */
  readonly start: (surroundings: Surroundings) => Promise<Ended>
  /** The texts of the files in the inbox. */
  readonly left: () => string[]
}

async function createHost(t: TestContext): Promise<Host> {
  const folder = await temporaryFolder(t)
  const folders = spoolFolders(join(folder, 'spool'))
  await ensureSpoolFolders(folders)
  const config = join(folder, 'spoor.yml')
  writeFileSync(config, `spool: { path: ${folders.root} }\n`, { mode: 0o600 })
  return {
    folders,
    config,
    run: async (document, options = {}) => {
      const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
      stdin.end(document)
      const { signal } = new AbortController()
      assert.equal(await hook.run([], { config, ...options }, { stdin, stdout, stderr, signal }), 0)
      return text(stdout.end())
    },
    start: (surroundings) => startAgent(['hook', '--config', config], surroundings).exited,
    left: () => readdirSync(folders.inbox).map((name) => readFileSync(join(folders.inbox, name), 'utf8')),
  }
}

test('what happened lies in the inbox, where the collector takes it', async (t) => {
  const { folders, start } = await createHost(t)
  assert.deepEqual(await start({ input: DOCUMENT }), WELL)
  const [inbox] = inboxesOf(folders)
  assert.ok(inbox)
  const { items, refused } = readPortion(inbox, readdirSync(folders.inbox), 'host')
  assert.deepEqual([refused, items.map(({ event }) => event.type)], [[], ['mailbox_password_changed']])
})

test('no secret of any document is written or printed', async (t) => {
  const { run, left } = await createHost(t)
  for (const hooked of HOOKED) assert.equal(await run(JSON.stringify(documentOf(hooked))), '1 spoor\n')
  const written = left().join('')
  assert.ok(left().length >= HOOKED.length)
  assert.deepEqual(
    SECRETS.filter((secret) => written.includes(secret)),
    [],
  )
})

test('whatever comes, the answer is the same: cut, deep, huge, binary, or about something else', async (t) => {
  const { run, left } = await createHost(t)
  const deep = '['.repeat(100_000)
  const huge = JSON.stringify({ ...documentOf(hookNamed('UAPI::Email::add_pop')), more: 'x'.repeat(1024 * 1024) })
  const others = ['', '{}', 'null', '"x"', deep, huge, Buffer.from([0, 255, 254]), '{"context":{"event":"__proto__"}}']
  for (const document of others) assert.equal(await run(document), '1 spoor\n')
  for (let end = 0; end < DOCUMENT.length; end += 7) assert.equal(await run(DOCUMENT.slice(0, end)), '1 spoor\n')
  assert.deepEqual(left(), [])
})

test('a document in which any value is another one is answered, too', async (t) => {
  const { run } = await createHost(t)
  const values = ['null', '[]', '{}', '-1', '1e999', '"\\ud800"', '"\\u0000|/x"', `"${'@'.repeat(40_000)}"`]
  for (const event of ['UAPI::Email::add_forwarder', 'UAPI::Email::store_filter', 'Api2::Email::addpop']) {
    const document = JSON.stringify(documentOf(hookNamed(event)))
    const places = [...document.matchAll(/(?<=:)"[^"]*"(?=[,}])/g)]
    for (const [at, place] of places.entries()) {
      const end = place.index + place[0].length
      assert.equal(await run(document.slice(0, place.index) + values[at % 8] + document.slice(end)), '1 spoor\n')
    }
  }
})

test('without configuration, spool or room the answer is the same', async (t) => {
  const { config, folders, run } = await createHost(t)
  assert.equal(await run(DOCUMENT, { config: '/nowhere/spoor.yml' }), '1 spoor\n')
  for (const text of ['spool: [', 'spool: { path: /nowhere }\n', 'spool: { path: /dev/full }\n']) {
    writeFileSync(config, text)
    assert.equal(await run(DOCUMENT), '1 spoor\n')
  }
  writeFileSync(config, `spool: { path: ${folders.root} }\n`)
  writeFileSync(join(folders.inbox, '000000000000001.0000000000000000.99999.json'), '')
  for (let number = 1; number <= 4096; number += 1) writeFileSync(join(folders.inbox, String(number)), '')
  assert.equal(await run(DOCUMENT), '1 spoor\n')
  assert.equal(statSync(join(folders.inbox, GIVEN_UP)).size, 1)
})

test('a list of recipients without end is cut, and the rest is counted as given up', async (t) => {
  const { folders, run } = await createHost(t)
  const fwdemail = Array.from({ length: 100 }, (_, number) => `m${number}@mail.example`).join(',')
  await run(JSON.stringify(documentOf(hookNamed('Api2::Email::addforward'), { fwdemail })))
  assert.equal(readdirSync(folders.inbox).filter((name) => bytesByName(name) !== undefined).length, 32)
  assert.equal(statSync(join(folders.inbox, GIVEN_UP)).size, 68)
})

test('events that nobody had time for are counted, with or without one of its own', async (t) => {
  const { folders, run, left } = await createHost(t)
  await run('', { 'given-up': '7' })
  await run(DOCUMENT, { 'given-up': '3' })
  for (const wrong of ['x', '-1', '0', '1e400']) await run('', { 'given-up': wrong })
  assert.equal(statSync(join(folders.inbox, GIVEN_UP)).size, 10)
  assert.equal(left().length, 2)
})

test('standard output that takes nothing is no failure, and the event is kept', async (t) => {
  const { start, left } = await createHost(t)
  const [program = '', ...words] = agentCommand()
  for (const [index, redirection] of ['>&-', '>/dev/full', '| true'].entries()) {
    const script = `${[program, ...words].join(' ')} "$@" ${redirection}`
    const under = ['sh', '-c', `shift ${agentCommand().length}; ${script}; exit`, 'sh']
    const { code, stderr } = await start({ input: DOCUMENT, under })
    assert.deepEqual([code, stderr, left().length], [0, '', index + 1], redirection)
  }
})

test('standard input that never ends is answered after two seconds, or at SIGTERM', async (t) => {
  const { config, left } = await createHost(t)
  for (const isTold of [false, true]) {
    const [program = '', ...words] = [...mortal, ...agentCommand()]
    const child = spawn(program, [...words, 'hook', '--config', config], { stdio: ['pipe', 'pipe', 'inherit'] })
    const exited = once(child, 'exit')
    // More than a pipe holds: once it is written, the hook reads.
    const document = `${DOCUMENT}${' '.repeat(300_000)}`
    await new Promise((resolve) => child.stdin.on('error', () => undefined).write(document, resolve))
    if (isTold) child.kill('SIGTERM')
    assert.deepEqual([await text(child.stdout), await exited], ['1 spoor\n', [0, null]])
  }
  assert.equal(left().length, 2)
})

test(
  'root becomes the owner of the spool before it writes, and whoever is neither gives up',
  { skip: !isRoot && 'only root becomes other users' },
  async (t) => {
    const { folders, config, start, left } = await createHost(t)
    chmodSync(join(folders.root, '..'), 0o755)
    for (const folder of [folders.root, folders.inbox]) chownSync(folder, 12_345, 12_346)
    assert.deepEqual(await start({ input: DOCUMENT }), WELL)
    const [name = ''] = readdirSync(folders.inbox)
    const { uid, gid } = statSync(join(folders.inbox, name))
    assert.deepEqual([uid, gid], [12_345, 12_346])
    chmodSync(config, 0o644)
    const under = ['setpriv', '--reuid', '12347', '--clear-groups']
    assert.deepEqual(await start({ input: DOCUMENT, under }), WELL)
    assert.equal(left().length, 1)
  },
)

test(
  'a spool that its owner replaced by a link leads nobody elsewhere',
  { skip: !isRoot && 'only root could be led' },
  async (t) => {
    const { folders, start } = await createHost(t)
    const elsewhere = await temporaryFolder(t)
    mkdirSync(join(elsewhere, 'inbox'))
    chmodSync(elsewhere, 0o700)
    chownSync(folders.root, 12_345, 12_345)
    rmdirSync(folders.inbox)
    symlinkSync(join(elsewhere, 'inbox'), folders.inbox)
    assert.deepEqual(await start({ input: DOCUMENT }), WELL)
    assert.deepEqual(readdirSync(join(elsewhere, 'inbox')), [])
  },
)
