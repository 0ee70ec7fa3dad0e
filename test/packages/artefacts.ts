import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../build/executable/bundle.ts'
import { buildDeb } from '../../build/packages/deb.ts'
import { specOf } from '../../build/packages/rpm.ts'
import type { BuiltProgram } from '../../build/programs/built-program.ts'
import type { Checks } from './checks.ts'
import { DATE, type Edition, type Editions, type Stock } from './stock.ts'

/** Checks the packages without installing them. */
export async function checkArtefacts(checks: Checks, stock: Stock, { program, older, newer }: Editions): Promise<void> {
  checks.section(`Packages of ${program.name}`)
  const folder = join(stock.folder, program.name)
  await checks.check('they carry the executable as it was built, for every processor', () => carryIt(program, newer))
  await checks.check('packed again, with another umask and time zone, they are the same, byte for byte', () =>
    sameAgain(newer, join(folder, 'again')),
  )
  await checks.check('a pre-release comes before its release, for rpm and for dpkg', async () => {
    const pair = `"${older.version}", "${newer.version}"`
    assert.equal(await run('rpm', '--eval', `%{lua: print(rpm.vercmp(${pair}))}`), '-1')
    await run('dpkg', '--compare-versions', older.version, 'lt', newer.version)
  })
  await checks.check('the executable asks for nothing newer than EL 8 has', async () => {
    for (const arch of newer.archs) {
      const symbols = await run('readelf', '--version-info', '--wide', newer.executables[arch])
      const versions = [...symbols.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor))
      assert.ok(versions.length > 0)
      assert.ok(Math.max(...versions) <= 28, `GLIBC_2.${Math.max(...versions)}`)
    }
  })
  await checks.check('rpmlint finds nothing', async () => {
    const config = join(ROOT, 'packaging/rpm/rpmlint.toml')
    const spec = join(folder, `${program.name}.spec`)
    await writeFile(spec, await specOf(program, { version: '1.0.0', date: DATE, files: ['/usr/bin'] }))
    assert.match(await run('rpmlint', '--config', config, newer.rpms.x64, spec), / 0 errors, 0 warnings/)
  })
  await checks.check('lintian finds nothing', () => lint(program, join(folder, 'lint')))
}

/** The output of a command. */
async function run(program: string, ...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)(program, words, { encoding: 'utf8', maxBuffer: 1024 ** 3 })).stdout.trim()
}

async function carryIt({ name }: BuiltProgram, { archs, executables, rpms, debs }: Edition): Promise<void> {
  for (const arch of archs) {
    const built = hash('sha256', await readFile(executables[arch]))
    const fromRpm = `rpm2cpio ${rpms[arch]} | cpio --quiet --extract --to-stdout ./usr/bin/${name} | sha256sum`
    const fromDeb = `dpkg-deb --fsys-tarfile ${debs[arch]} | tar --extract --to-stdout ./usr/bin/${name} | sha256sum`
    for (const script of [fromRpm, fromDeb]) assert.equal(await run('sh', '-c', script), `${built}  -`)
  }
}

async function sameAgain({ archs, rpms, debs, again }: Edition, folder: string): Promise<void> {
  await mkdir(folder)
  const first = archs.flatMap((arch) => [rpms[arch], debs[arch]])
  const [umask, zone] = [process.umask(0o077), process.env['TZ']]
  process.env['TZ'] = 'Pacific/Auckland'
  const second = await again(folder)
  process.umask(umask)
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
  for (const [index, file] of second.entries()) {
    const other = first[index] ?? ''
    assert.ok((await readFile(file)).equals(await readFile(other)), basename(file))
  }
  await rm(folder, { recursive: true })
}

/** Uses a small executable: lintian takes 20 s to scan the true one, for the same tags. */
async function lint(program: BuiltProgram, folder: string): Promise<void> {
  await mkdir(folder)
  const work = await mkdtemp(join(tmpdir(), 'spoor-lint-'))
  const executable = join(work, program.name)
  await copyFile('/bin/true', executable)
  await chmod(executable, 0o755)
  const content = { program, version: '1.0.0', date: DATE, components: [], config: 'a: b\n', fast: false }
  const deb = await buildDeb({ ...content, arch: 'x64', executable, folder })
  await rm(work, { recursive: true })
  assert.equal(await run('lintian', '--allow-root', '--tag-display-limit', '0', '--fail-on', 'none', deb), '')
}
