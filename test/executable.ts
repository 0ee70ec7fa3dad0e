// Properties of the executables: `npm run build && npm run test:executable`.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { bundle, ROOT, type Scripts } from '../build/executable/bundle.ts'
import { buildExecutable } from '../build/executable/executable.ts'
import type { BuiltProgram } from '../build/programs/built-program.ts'
import { PROGRAMS } from '../build/programs/programs.ts'

const ARCH = process.arch === 'arm64' ? 'arm64' : 'x64'

const bundled = await Promise.all(
  PROGRAMS.map(async (program) => ({ program, scripts: (await bundle(program.entry)).scripts })),
)
/** An empty folder but for the same programs, built again. */
let empty: string

before(async () => {
  empty = await mkdtemp(join(tmpdir(), 'spoor-executable-'))
  for (const { program, scripts } of bundled) await buildExecutable(scripts, ARCH, join(empty, program.name))
})

after(() => rm(empty, { recursive: true }))

for (const { program, scripts } of bundled) testExecutable(program, scripts)

function testExecutable({ name: program, commands }: BuiltProgram, scripts: Scripts): void {
  const executable = resolve(process.env[program.replace('-', '_').toUpperCase()] ?? join(ROOT, 'dist', program))

  test(`${program} needs no other file, and prints the version in package.json`, async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    const { status, stdout, stderr } = spawnSync(executable, ['--version'], { cwd: empty, env: {}, encoding: 'utf8' })
    assert.deepEqual([status, stdout, stderr], [0, `${program} ${version}\n`, ''])
  })

  test(`the environment cannot make ${program} load code`, async () => {
    await writeFile(join(empty, 'other.cjs'), 'console.log("other code")')
    const env = { NODE_OPTIONS: `--require ${join(empty, 'other.cjs')}` }
    const { status, stdout } = spawnSync(executable, ['--version'], { env, encoding: 'utf8' })
    assert.doesNotMatch(stdout, /other code/)
    assert.equal(status, 0)
  })

  test(`the scripts of ${program} are those inside it, whatever lies beside it`, async () => {
    for (const name of ['loader.cjs', ...scripts.keys()]) {
      await writeFile(join(empty, name), 'console.log("other code")')
    }
    const { status, stdout } = spawnSync(join(empty, program), ['help', 'check'], {
      cwd: empty,
      env: {},
      encoding: 'utf8',
    })
    assert.match(stdout, /^Usage:$/m)
    assert.doesNotMatch(stdout, /other code/)
    assert.equal(status, 0)
  })

  test(`${program} holds the script of every command`, () => {
    for (const name of Object.keys(commands)) {
      const { status, stdout, stderr } = spawnSync(executable, ['help', name], {
        cwd: empty,
        env: {},
        encoding: 'utf8',
      })
      assert.deepEqual([status, stderr], [0, ''], name)
      assert.match(stdout, new RegExp(`${program} ${name}`))
    }
  })

  test(`${program} runs on EL 8: it needs at most glibc 2.28, and libstdc++ and libgcc of GCC 8`, async () => {
    const newest = new Map<string, string>()
    const names = (await readFile(executable)).toString('latin1').matchAll(/\b(GLIBC|GLIBCXX|CXXABI|GCC)_([\d.]*\d)\b/g)
    for (const [, library = '', version = ''] of names) {
      if (isNewer(version, newest.get(library) ?? '0')) newest.set(library, version)
    }
    const bounds = { GLIBC: '2.28', GLIBCXX: '3.4.25', CXXABI: '1.3.11', GCC: '8.0.0' }
    assert.deepEqual([...newest.keys()].toSorted(), Object.keys(bounds).toSorted())
    for (const [library, bound] of Object.entries(bounds)) {
      assert.ok(!isNewer(newest.get(library) ?? '', bound), `${library} ${newest.get(library)}`)
    }
  })

  test(`a build of ${program} in another folder gives the same bytes`, async () => {
    assert.ok((await readFile(join(empty, program))).equals(await readFile(executable)))
  })
}

function isNewer(version: string, other: string): boolean {
  return version.localeCompare(other, 'en', { numeric: true }) > 0
}

test('a thread that begins with the loader runs the same scripts, and modules of Node loaded later', async () => {
  const { scripts } = await bundle('test/support/threaded-program.ts')
  const threaded = join(empty, 'threaded')
  await buildExecutable(scripts, ARCH, threaded)
  const { status, stdout, stderr } = spawnSync(threaded, { cwd: empty, env: {}, encoding: 'utf8' })
  assert.deepEqual([status, stdout, stderr], [0, "true 'two words'\n", ''])
})

test('no signal opens the inspector', async () => {
  const child = spawn(join(empty, 'spoor-agent'), ['parse', 'cpanel-login', '--all'])
  child.stdin.write('a line\n')
  await once(child.stdout, 'data')
  const signals = await readFile(`/proc/${child.pid}/status`, 'utf8')
  child.kill('SIGKILL')
  const caught = BigInt(`0x${/^SigCgt:\s*(\w+)$/m.exec(signals)?.[1] ?? ''}`)
  const sigusr1 = 1n << 9n
  assert.equal(caught & sigusr1, 0n)
})
