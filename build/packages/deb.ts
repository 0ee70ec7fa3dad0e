import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { ROOT } from '../executable/bundle.ts'
import type { Arch } from '../executable/node-binary.ts'
import type { BuiltProgram } from '../programs/built-program.ts'
import { packageVersion } from './package-version.ts'
import type { Packing } from './rpm.ts'
import { settle, stageTree } from './staged-tree.ts'
import { packaged, type Values } from './template.ts'
import { valuesOf } from './values.ts'

const ARCHITECTURE: Record<Arch, string> = { x64: 'amd64', arm64: 'arm64' }
const SCRIPTS = ['postinst', 'prerm', 'postrm']

/** Builds the deb and returns its path; needs dpkg-deb. The same content gives the same bytes. */
export async function buildDeb({ arch, fast, folder, ...content }: Packing): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'spoor-deb-'))
  try {
    const version = packageVersion(content.version)
    await stageTree(work, content, 'usr/share/zsh/vendor-completions')
    const { program, date } = content
    const values = { ...(await valuesOf(program, 'deb')), VERSION: version, ARCHITECTURE: ARCHITECTURE[arch] }
    await addOwn(work, { values, version, program, date })
    await addControl(work, program, values)
    await settle(work, content)
    const file = resolve(folder, `${program.name}_${version}_${ARCHITECTURE[arch]}.deb`)
    // Formats that every dpkg reads; dpkg 1.20 and lintian do not know zstd.
    const compression = fast ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6', '--threads-max=2']
    const env = { ...process.env, SOURCE_DATE_EPOCH: String(content.date) }
    await promisify(execFile)('dpkg-deb', ['--root-owner-group', ...compression, '--build', work, file], { env })
    return file
  } finally {
    await rm(work, { recursive: true })
  }
}

interface Described extends Pick<Packing, 'program' | 'version' | 'date'> {
  readonly values: Values
}

/** Files that Debian requires in addition to the common ones. */
async function addOwn(work: string, { program: { name }, values, version, date }: Described): Promise<void> {
  const documentation = join(work, 'usr/share/doc', name)
  const [title = '', copyright = '', ...licence] = (await readFile(join(ROOT, 'LICENSE'), 'utf8'))
    .trimEnd()
    .split('\n')
    .filter((line, index) => index > 3 || line !== '')
  const text = await packaged('deb/copyright', {
    ...values,
    COPYRIGHT: copyright.replace('Copyright (c) ', ''),
    LICENCE: [title, '', ...licence].map((line) => line || '.').join('\n'),
  })
  await writeFile(join(documentation, 'copyright'), text)
  const day = new Date(date * 1000).toUTCString().replace('GMT', '+0000')
  const changes = `${name} (${version}) stable; urgency=medium\n\n  * See CHANGELOG.md.\n\n -- Spoor <packages@spoor.example.com>  ${day}\n`
  await writeFile(join(documentation, 'changelog.gz'), gzipSync(changes, { level: 9 }))
  const overrides = join(work, 'usr/share/lintian/overrides')
  await mkdir(overrides, { recursive: true })
  await writeFile(join(overrides, name), await packaged('deb/lintian-overrides', values))
}

async function addControl(work: string, { config }: BuiltProgram, values: Values): Promise<void> {
  const control = join(work, 'DEBIAN')
  const entries = await readdir(work, { recursive: true })
  const stats = await Promise.all(entries.map((path) => lstat(join(work, path))))
  const files = entries.filter((_path, index) => stats[index]?.isFile() === true).sort()
  // Counts as dpkg does: each file in whole KiB, and one for each folder.
  const size = stats.reduce((sum, stat) => sum + (stat.isFile() ? Math.ceil(stat.size / 1024) : 1), 0)
  await mkdir(control)
  await writeFile(join(control, 'control'), await packaged('deb/control', { ...values, SIZE: String(size) }))
  await writeFile(join(control, 'conffiles'), `/${config.path}\n`)
  const sums = files
    .filter((path) => !path.startsWith('etc/'))
    .map(async (path) => `${hash('md5', await readFile(join(work, path)))}  ${path}\n`)
  await writeFile(join(control, 'md5sums'), (await Promise.all(sums)).join(''))
  for (const script of SCRIPTS) await writeFile(join(control, script), await packaged(`deb/${script}`, values))
}
