import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Loaded, loadConfig, loadWhereabouts } from '../../../agent/config/load.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const MAIN = `followers: { login: { name: /log, start: beginning } }
transmission:
  host: https://one.example.com
  timeout: 5s
  credentials: { api_identifier: ABC123, api_secret: secret456 }
`

interface Scene {
  readonly main: string
  /** The folder of further files. */
  readonly further: string
  readonly put: (name: string, text: string, mode?: number) => Promise<string>
  readonly load: () => Promise<Loaded>
  /** The error message of loading, without the folder's path. */
  readonly refusal: () => Promise<string>
}

/** A main file with a folder `conf.d` beside it. */
async function createScene(t: TestContext, text = MAIN): Promise<Scene> {
  const folder = await temporaryFolder(t)
  const [main, further] = [join(folder, 'spoor.yml'), join(folder, 'conf.d')]
  await writeFile(main, text, { mode: 0o600 })
  await mkdir(further, { mode: 0o750 })
  const load = (): Promise<Loaded> => loadConfig(main)
  return {
    main,
    further,
    put: async (name, content, mode = 0o600) => {
      const path = join(further, name)
      await writeFile(path, content, { mode })
      await chmod(path, mode)
      return path
    },
    load,
    refusal: async () => {
      const error: unknown = await load().then(
        () => assert.fail('accepted'),
        (reason: unknown) => reason,
      )
      assert.ok(error instanceof ActionNeeded, String(error))
      assert.equal(error.exitCode, 2)
      return error.message.replaceAll(`${folder}/`, '')
    },
  }
}

const host = (name: string): string => `transmission: { host: 'https://${name}.example.com' }\n`

test('files of conf.d beside the main file apply after it, by the bytes of their names, without being included', async (t) => {
  const { main, put, load } = await createScene(t)
  const names = ['20-b.yml', '9-last.yml', '10-a.yml', 'Ä.yml', 'Z.yml']
  for (const name of names) await put(name, name === '9-last.yml' ? '# nothing\n' : host(name.replace(/\W/g, '')))
  const { config, files } = await load()
  assert.deepEqual(
    files.map((path) => path.split('/').at(-1)),
    ['spoor.yml', '10-a.yml', '20-b.yml', '9-last.yml', 'Z.yml', 'Ä.yml'],
  )
  assert.equal(files[0], main)
  assert.equal(config.transmission?.host, 'https://yml.example.com')
})

test('a later file overrides key by key; a list is one value', async (t) => {
  const { put, load } = await createScene(
    t,
    `${MAIN}events: [login, forward_removed]\nhost: { labels: { a: one, b: two } }\n`,
  )
  await put('1.yml', 'followers: { login: { zone: UTC }, access: { name: /other } }\nevents: [login_failed]\n')
  await put('2.yml', 'host: { name: web1.example.net, labels: { b: second, c: three } }\n')
  const { config } = await load()
  assert.deepEqual(config.followers, [
    {
      source: 'access',
      option: 'followers.access.name',
      path: '/other',
      start: 'end',
      zone: undefined,
      optional: false,
    },
    { source: 'login', option: 'followers.login.name', path: '/log', start: 'beginning', zone: 'UTC', optional: false },
  ])
  assert.deepEqual([config.transmission?.timeout, config.events], [5000, ['login_failed']])
  assert.deepEqual(config.host, { name: 'web1.example.net', labels: { a: 'one', b: 'second', c: 'three' } })
})

test('a further file may fill in what the main file leaves empty', async (t) => {
  const { put, load } = await createScene(t, MAIN.replace('ABC123', "''").replace(/host: .*/, 'host:'))
  await put('site.yml', `transmission: { host: 'https://two.example.com', credentials: { api_identifier: me } }`)
  const { transmission } = (await load()).config
  assert.deepEqual([transmission?.host, transmission?.identifier], ['https://two.example.com', 'me'])
})

test('the later of api_secret and api_secret_file counts; both in one file are refused', async (t) => {
  const { put, load, refusal } = await createScene(t)
  await put('1.yml', 'transmission: { credentials: { api_secret_file: /secret } }')
  assert.deepEqual((await load()).config.transmission?.secret, { file: '/secret' })
  await put('2.yml', 'transmission: { credentials: { api_secret: later } }')
  assert.deepEqual((await load()).config.transmission?.secret, { text: 'later' })
  await put('3.yml', 'transmission: { credentials: { api_secret: a, api_secret_file: /b } }')
  assert.match(await refusal(), /^conf\.d\/3\.yml:1:\d+: transmission\.credentials\.api_secret: stands beside /)
})

test('errors name their file, all at once and in the order of the files', async (t) => {
  const { put, refusal } = await createScene(t, MAIN.replace('5s', 'soon'))
  await put('1.yml', 'spool: { path: spool }\nspol: 1\n')
  await put('2.yml', 'transmission:\n  host: ftp://x\n  credentials: { api_secret: [secret7] }\n')
  const lines = (await refusal()).split('\n').map((line) => line.split(': ').slice(0, 2).join(': '))
  assert.deepEqual(lines, [
    'spoor.yml:4:12: transmission.timeout',
    'conf.d/1.yml:1:16: spool.path',
    'conf.d/1.yml:2:1: spol',
    'conf.d/2.yml:2:9: transmission.host',
    'conf.d/2.yml:3:30: transmission.credentials.api_secret',
  ])
})

test('a file that is not YAML, and one that includes others, are refused by name', async (t) => {
  const { put, refusal } = await createScene(t)
  await put('1.yml', 'include: /etc/*.yml\n')
  await put('2.yml', 'transmission: {\n')
  assert.match(
    await refusal(),
    /^conf\.d\/1\.yml:1:10: include: stands in the main file alone; .*\nconf\.d\/2\.yml:\d+:\d+: [^\n]*$/,
  )
})

for (const [what, spoil, expected] of [
  ['that others can read', (path: string) => chmod(path, 0o644), /has mode 644, .*; type: chmod 0640 /],
  ['that its group can write', (path: string) => chmod(path, 0o660), /has mode 660, .*; type: chmod 0640 /],
] as const) {
  test(`a further file ${what} is refused like a main one`, async (t) => {
    const { put, refusal } = await createScene(t)
    await spoil(await put('1.yml', host('two')))
    assert.match(await refusal(), new RegExp(`^conf\\.d/1\\.yml: ${expected.source}`))
  })
}

test('a folder, a FIFO and a dangling link with such a name are refused, all at once', async (t) => {
  const { further, refusal } = await createScene(t)
  await mkdir(join(further, '1.yml'))
  execFileSync('/usr/bin/mkfifo', [join(further, '2.yml')])
  await symlink('/nonexistent', join(further, '3.yml'))
  assert.deepEqual((await refusal()).split('\n'), [
    'conf.d/1.yml: is not a file; correct the path',
    'conf.d/2.yml: is not a file; correct the path',
    'conf.d/3.yml: is not there; write it, or correct the path',
  ])
})

test('files and folders that belong to a third user are refused', async (t) => {
  if (process.geteuid?.() !== 0) return
  const { further, put, refusal } = await createScene(t)
  const path = await put('1.yml', host('two'))
  await chown(path, 4321, 4321)
  assert.match(await refusal(), /^conf\.d\/1\.yml: belongs to user 4321, .*; type: chown root /)
  await chown(path, 0, 0)
  await chown(further, 4321, 0)
  assert.match(await refusal(), /^conf\.d: belongs to user 4321, .*; type: chown root /)
})

test('a folder that others can write to is refused, even if its files are private', async (t) => {
  const { further, put, refusal } = await createScene(t)
  await put('1.yml', host('two'))
  for (const mode of [0o770, 0o757]) {
    await chmod(further, mode)
    assert.match(await refusal(), new RegExp(`^conf\\.d: has mode ${mode.toString(8)}, .* write it; type: chmod 0750 `))
  }
})

test('names that begin with a dot or do not match are not read; a near miss gives a notice', async (t) => {
  const { put, load } = await createScene(t)
  for (const name of ['.1.yml', '1.yml~', '1.yml.rpmnew', 'README', '1.yaml']) await put(name, 'nonsense', 0o644)
  const { files, notices } = await load()
  assert.equal(files.length, 1)
  assert.deepEqual(
    notices.map(({ code, text }) => [code, /conf\.d\/1\.yaml: is not read/.test(text)]),
    [['config_passed_over', true]],
  )
})

test('include names other places, in order, or none; they must exist', async (t) => {
  const { main, put, load, refusal } = await createScene(t)
  const one = await put('1.yml', host('two'))
  await put('2.conf', host('three'))
  const including = (value: string): Promise<void> => writeFile(main, `${MAIN}include: ${value}\n`)
  await including('none')
  assert.equal((await load()).files.length, 1)
  await including(`[conf.d/*.conf, ${one}]`)
  assert.equal((await load()).config.transmission?.host, 'https://two.example.com')
  await including('[missing.yml, other.d/*.yml]')
  assert.equal(await refusal(), 'other.d: is not there; make this folder, or correct include')
  await including('missing.yml')
  assert.equal(await refusal(), 'missing.yml: is not there; write it, or correct the path')
  for (const value of ['conf.d/', '*/x.yml', 'a*b*.yml', '[]', '{ a: b }', "''"]) {
    await including(value)
    assert.match(await refusal(), /^spoor\.yml:6:\d+: include(\.0)?: /, value)
  }
})

test('more than a hundred files are refused', async (t) => {
  const { put, refusal } = await createScene(t)
  for (let number = 0; number <= 100; number += 1) await put(`${number}.yml`, '')
  assert.equal(await refusal(), 'spoor.yml: include matches 101 files; at most 100 are read')
})

test('the paths of the agent may be in a further file, whatever else is wrong', async (t) => {
  const { main, put } = await createScene(t, `${MAIN}nonsense: 1\n`)
  await put('1.yml', 'spool: { path: /srv/spool }')
  assert.equal((await loadWhereabouts(main)).spool.path, '/srv/spool')
  await put('2.yml', 'spool: { path: /srv/other }', 0o644)
  assert.equal((await loadWhereabouts(main)).spool.path, '/var/lib/spoor')
})

test('labels are names with a text each; anything else is refused with its place', async (t) => {
  const { main, refusal, load } = await createScene(t)
  const labelled = (value: string): Promise<void> => writeFile(main, `${MAIN}host: { labels: ${value} }\n`)
  const many = Array.from({ length: 17 }, (_, index) => `n${index}: x`).join(', ')
  for (const [value, expected] of [
    ['{ 1a: x }', /host\.labels\.1a: is no name/],
    ['{ constructor: x }', /host\.labels\.constructor: is no option/],
    ['{ a: x, a: y }', /host\.labels\.a: stands in line 6 already/],
    [`{ a: ${'x'.repeat(201)} }`, /host\.labels\.a: is longer than 200/],
    ['{ a: [x] }', /host\.labels\.a: is a list/],
    ['{ a }', /host\.labels\.\?: /],
    ["{ a: '' }", /host\.labels\.a: is empty/],
    ['{ a: "\\u001b" }', /host\.labels\.a: holds a control character/],
    ['[a]', /host\.labels: is not a section; write lines of the form "key: value"/],
    [`{ ${many} }`, /host\.labels: holds more than 16/],
  ] as const) {
    await labelled(value)
    assert.match(await refusal(), expected, value)
  }
  await labelled("{ site.eu_1-x: '007', Role: true }")
  assert.deepEqual((await load()).config.host.labels, { 'site.eu_1-x': '007', Role: 'true' })
})

test('host.name must be the name of a host', async (t) => {
  const { main, refusal, load } = await createScene(t)
  for (const name of ["'a b'", '-a', 'a/b', "'.'", 'a'.repeat(254)]) {
    await writeFile(main, `${MAIN}host: { name: ${name} }\n`)
    assert.match(await refusal(), /host\.name: is not the name of a host; write name: /, name)
  }
  await writeFile(main, `${MAIN}host: { name: Web-1.example.net }\n`)
  assert.equal((await load()).config.host.name, 'Web-1.example.net')
})
