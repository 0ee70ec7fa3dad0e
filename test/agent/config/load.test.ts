import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { loadConfig, loadWhereabouts } from '../../../agent/config/load.ts'
import { OPTIONS } from '../../../agent/config/options.ts'
import { ROLES } from '../../../agent/roles/roles.ts'
import { DRIVERS } from '../../../agent/sources/sources.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'

const CASES = join(import.meta.dirname, '../../fixtures/config')
const GOOD = join(CASES, 'only-what-is-required.yml')

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spoor-config-'))
})
after(() => rm(folder, { recursive: true }))

async function copyOf(source: string, name: string, mode = 0o600): Promise<string> {
  const file = join(folder, name)
  await copyFile(source, file)
  await chmod(file, mode)
  return file
}

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => assert.fail('accepted'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof ActionNeeded, String(error))
  assert.equal(error.exitCode, 2)
  return error.message
}

const SECTIONS = (OPTIONS.below ?? [])
  .filter(({ retired }) => !retired)
  .map(({ key }) => key)
  .join(', ')

test('watch.auto alone is a configuration: it gives the watcher work', async () => {
  const file = join(folder, 'auto-only.yml')
  await writeFile(file, 'watch: { auto: true }\n', { mode: 0o600 })
  const { config } = await loadConfig(file)
  assert.deepEqual(config.watch, { checks: [], references: [], isAuto: true })
  assert.ok(ROLES.every((role) => role.hasWork(config, folder)))
  await writeFile(file, 'watch: { auto: false }\n', { mode: 0o600 })
  assert.match(await messageOf(loadConfig(file)), /names nothing to do/)
})

test('a receiver alone is a configuration: the collector has work only where cPanel is, the watcher none', async () => {
  const file = join(folder, 'receiver-only.yml')
  const access = "host: 'https://spoor.example.net', credentials: { api_identifier: ABC123, api_secret: secret456 }"
  await writeFile(file, `receivers: [{ name: hub, ${access} }]\n`, { mode: 0o600 })
  const { config } = await loadConfig(file)
  const idle = (root?: string) => ROLES.filter((role) => !role.hasWork(config, root)).map(({ name }) => name)
  assert.deepEqual(idle(), ['collector', 'watcher'])
  const withCpanel = join(folder, 'usr/local/cpanel')
  await mkdir(withCpanel, { recursive: true })
  await writeFile(join(withCpanel, 'version'), '')
  assert.deepEqual(idle(folder), ['watcher'], "the collector takes what cPanel's hooks leave")
})

// Each case is NAME.yml with NAME.json (the loaded configuration) or NAME.txt (all error messages) beside it.
describe('each configuration is loaded as its fixture says', async () => {
  const names = await readdir(CASES)
  for (const name of names.filter((name) => name.endsWith('.yml')).map((name) => name.slice(0, -4))) {
    test(name, async () => {
      const file = await copyOf(join(CASES, `${name}.yml`), `${name}.yml`)
      if (names.includes(`${name}.json`)) {
        const { config, notices } = await loadConfig(file)
        const read = { ...config, notices: notices.map(({ text }) => text.replaceAll(file, 'FILE')) }
        // Through JSON, which drops undefined values.
        assert.deepEqual(
          JSON.parse(JSON.stringify(read).replaceAll(file, 'FILE')),
          JSON.parse(await readFile(join(CASES, `${name}.json`), 'utf8')),
        )
      } else {
        const message = (await messageOf(loadConfig(file)))
          .replaceAll(file, 'FILE')
          .replaceAll(SECTIONS, 'SECTIONS')
          .replaceAll(DRIVERS.map(({ name }) => name).join(', '), 'DRIVERS')
        assert.equal(`${message}\n`, await readFile(join(CASES, `${name}.txt`), 'utf8'))
      }
    })
  }
})

test('no message about a configuration repeats a secret', async () => {
  for (const name of (await readdir(CASES)).filter((name) => name.endsWith('.txt'))) {
    const message = await readFile(join(CASES, name), 'utf8')
    assert.doesNotMatch(message, /secret4|secret7|hunter2/, name)
  }
})

test('a missing file is named with what to do', async () => {
  const file = join(folder, 'nowhere.yml')
  assert.equal(await messageOf(loadConfig(file)), `${file}: is not there; write it, or correct the path`)
})

test('a file that cannot be opened is named with the reason', async () => {
  const file = join(await copyOf(GOOD, 'not-a-folder'), 'spoor.yml')
  assert.match(await messageOf(loadConfig(file)), /spoor\.yml: cannot be opened \(ENOTDIR\); correct the path/)
})

test('a folder is refused', async () => {
  const file = join(folder, 'folder.yml')
  await mkdir(file)
  assert.equal(await messageOf(loadConfig(file)), `${file}: is not a file; correct the path`)
})

test('a FIFO is refused, not waited for', async () => {
  const file = join(folder, 'fifo.yml')
  execFileSync('/usr/bin/mkfifo', [file])
  assert.equal(await messageOf(loadConfig(file)), `${file}: is not a file; correct the path`)
})

test('a control character in the path does not reach the terminal', async () => {
  const message = await messageOf(loadConfig(join(folder, 'no\u001B[31m.yml')))
  assert.ok(message.includes('no?[31m.yml'))
})

for (const [mode, right] of [
  [0o604, 600],
  [0o602, 600],
  [0o601, 600],
  [0o620, 600],
  [0o644, 640],
  [0o660, 640],
] as const) {
  test(`a configuration of mode ${mode.toString(8)} is refused with: chmod 0${right}`, async () => {
    const file = await copyOf(GOOD, `mode-${mode}.yml`, mode)
    const message = await messageOf(loadConfig(file))
    assert.ok(message.startsWith(`${file}: has mode ${mode.toString(8)}, `), message)
    assert.ok(message.endsWith(`; type: chmod 0${right} ${file}`), message)
  })
}

for (const mode of [0o400, 0o600, 0o640, 0o750]) {
  test(`a configuration of mode ${mode.toString(8)} is accepted`, async () => {
    assert.equal((await loadConfig(await copyOf(GOOD, `mode-${mode}.yml`, mode))).config.events, 'spoor')
  })
}

test('a configuration that belongs to a third user is refused with: chown root', async () => {
  const file = await copyOf(GOOD, 'owner.yml', 0o644)
  if (process.getuid?.() === 0) await chown(file, 4321, 4321)
  const { uid } = await stat(file)
  const message = await messageOf(loadConfig(file, { uid: uid + 1 }))
  assert.match(
    message,
    new RegExp(`: has mode 644, .* and belongs to user ${uid}, .*; type: chown root (.*) && chmod 0640 `),
  )
  await chmod(file, 0o640)
  assert.equal((await loadConfig(file, { uid })).config.events, 'spoor')
})

test('a link is judged by its target', async () => {
  const file = join(folder, 'link.yml')
  await symlink(await copyOf(GOOD, 'behind-a-link.yml', 0o644), file)
  assert.match(await messageOf(loadConfig(file)), /has mode 644/)
})

test('a file of more than 1 MiB is refused', async () => {
  const file = await copyOf(GOOD, 'large.yml')
  await writeFile(file, '#'.repeat(1024 ** 2 + 1))
  assert.equal(await messageOf(loadConfig(file)), `${file}: is larger than 1 MiB; correct the path`)
})

test('a file that is not UTF-8 is refused', async () => {
  const file = await copyOf(GOOD, 'latin-1.yml')
  await writeFile(file, Buffer.from([0xe4]))
  assert.equal(await messageOf(loadConfig(file)), `${file}: is not UTF-8; save it as UTF-8`)
})

test('endless nesting is a syntax error like any other', async () => {
  const file = await copyOf(GOOD, 'deep.yml')
  await writeFile(file, '['.repeat(100_000))
  assert.match(await messageOf(loadConfig(file)), /^\S+:1:\d+: /)
})

test('the paths of the agent are read even if the file is wrong elsewhere; otherwise the defaults apply', async () => {
  const usual = { spool: { path: '/var/lib/spoor' }, runtime: { path: '/run/spoor' } }
  const own = { spool: { path: '/srv/spool' }, runtime: { path: '/run/spoor' } }
  for (const [name, text, known] of [
    ['told', 'spool: { path: /srv/spool, max_size: 1 }\nnonsense: 1\n', own],
    ['wrong', 'spool: { path: srv }\n', usual],
    ['torn', 'spool: { path: /srv/spool\n', usual],
  ] as const) {
    const file = join(folder, `${name}.yml`)
    await writeFile(file, text, { mode: 0o600 })
    assert.deepEqual(await loadWhereabouts(file), known)
  }
  assert.deepEqual(await loadWhereabouts('/nonexistent'), usual)
})
