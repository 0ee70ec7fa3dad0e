import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { bundle, ROOT, writeScripts } from '../../../build/executable/bundle.ts'
import { dependencies } from '../../../build/executable/dependencies.ts'
import { PROGRAMS } from '../../../build/programs/programs.ts'
import { importGraph, reachOf } from '../../support/import-graph.ts'

test('the bundles hold the packages in build/dependencies.txt and no others', async () => {
  const golden = await readFile(join(ROOT, 'build/dependencies.txt'), 'utf8')
  const update = 'If that is meant: npm run build -- --update-dependencies'
  assert.equal(await dependencies(), golden, `The packages inside a program changed. ${update}`)
})

const bundled = await Promise.all(
  PROGRAMS.map(async (program) => ({
    program,
    scripts: (await bundle(program.entry)).scripts,
    graph: await importGraph([program.entry]),
  })),
)

for (const each of bundled) testBundle(each)

function testBundle({ program: { name: program, entry, commands }, scripts, graph }: (typeof bundled)[number]): void {
  let alone: string

  /** Runs the program in a folder of its own, without an environment. */
  function runAlone(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, args, { cwd: alone, env: {}, encoding: 'utf8' })
  }

  /** The scripts and Node modules that a command line makes the program load. */
  async function loadedBy(...words: readonly string[]): Promise<{ scripts: string[]; modules: string[] }> {
    const tell = 'JSON.stringify([Object.keys(require.cache), process.moduleLoadList])'
    await writeFile(join(alone, 'tell.cjs'), `process.on('exit', () => console.error(${tell}))`)
    const { stderr, status } = runAlone(['--require', './tell.cjs', 'main.cjs', ...words])
    assert.equal(status, 0, stderr)
    const [files, modules]: [string[], string[]] = JSON.parse(stderr)
    return { scripts: files.map((file) => file.slice(alone.length + 1)).filter((name) => name !== 'tell.cjs'), modules }
  }

  before(async () => {
    alone = await mkdtemp(join(tmpdir(), 'spoor-bundle-'))
    await writeScripts(scripts, alone)
  })

  after(() => rm(alone, { recursive: true }))

  test(`the bundle of ${program} needs no other file and prints the version in package.json`, async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    const { status, stdout, stderr } = runAlone(['main.cjs', '--version'])
    assert.deepEqual([status, stdout, stderr], [0, `${program} ${version}\n`, ''])
  })

  test(`the bundle of ${program} does not depend on where the checkout lies`, () => {
    for (const [name, { code }] of scripts) assert.ok(!code.includes(ROOT), name)
  })

  test(`each script of ${program} is ASCII, as the executable reads it`, () => {
    for (const [name, { code }] of scripts) assert.ok(Buffer.byteLength(code) === code.length, name)
  })

  test(`no file of ${program} is imported for its side effects alone: no script is loaded for them`, async () => {
    for (const path of [...scripts.values()].flatMap(({ sources }) => sources)) {
      if (path.endsWith('.ts')) assert.doesNotMatch(await readFile(join(ROOT, path), 'utf8'), /^import ['"]/m, path)
    }
  })

  test(`no file is in two scripts of ${program}: what it remembers is the same for all`, () => {
    const sources = [...scripts.values()].flatMap((script) => script.sources)
    assert.deepEqual(
      sources.filter((path, index) => sources.indexOf(path) !== index),
      [],
    )
  })

  test(`${program} does not load the HTTP library before there is something to send`, async () => {
    const { modules } = await loadedBy('--version')
    assert.ok(modules.includes('NativeModule fs'))
    assert.deepEqual(
      modules.filter((name) => /^NativeModule (?:https?|http2|tls|sqlite)$/.test(name)),
      [],
    )
  })

  for (const name of Object.keys(commands)) {
    test(`${program} ${name} loads no code but what it imports`, async () => {
      const help = graph.get('lib/command-line/run-program.ts')?.filter(({ isLazy }) => isLazy) ?? []
      const folder = join(dirname(entry), 'commands')
      const command = [`${name}.ts`, 'role.ts'].map((file) => join(folder, file)).find((path) => graph.has(path)) ?? ''
      const entries = [entry, command, ...help.map(({ target }) => target)]
      const needed = new Set([...entries, ...reachOf(graph, entries, true)])
      const loaded = (await loadedBy('help', name)).scripts.flatMap((script) => scripts.get(script)?.sources ?? [])
      assert.ok(loaded.includes(command))
      assert.deepEqual(
        loaded.filter((path) => !needed.has(path)),
        [],
      )
    })
  }
}
