import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../executable/bundle.ts'
import type { Arch } from '../executable/node-binary.ts'
import type { BuiltProgram } from '../programs/built-program.ts'
import { packageVersion } from './package-version.ts'
import { type Content, stageTree } from './staged-tree.ts'
import { packaged } from './template.ts'
import { valuesOf } from './values.ts'

/** The content of a package and how to build it. */
export interface Packing extends Content {
  readonly arch: Arch
  /** True: pack in seconds, for tests. False: pack as small as every supported system can unpack. */
  readonly fast: boolean
  /** The folder for the package. */
  readonly folder: string
}

const ARCHITECTURE: Record<Arch, string> = { x64: 'x86_64', arm64: 'aarch64' }

/**
 * Builds the rpm and returns its path; needs rpmbuild, on a machine of any processor. The same content gives the same
 * bytes.
 */
export async function buildRpm({ arch, fast, folder, ...content }: Packing): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'spoor-rpm-'))
  try {
    const staged = join(work, 'staged')
    const { program, date } = content
    const licences = join(staged, 'usr/share/licenses', program.name)
    await mkdir(licences, { recursive: true })
    await copyFile(join(ROOT, 'LICENSE'), join(licences, 'LICENSE'))
    await stageTree(staged, content, 'usr/share/zsh/site-functions')
    const version = packageVersion(content.version)
    const defines = {
      _topdir: work,
      _dbpath: join(work, 'db'),
      _rpmdir: work,
      _rpmfilename: 'package.rpm',
      staged,
      // A tenth smaller than zstd at its best, and a second slower to unpack; levels above 6 bring little and take
      // memory. Two threads and never T0, whose result depends on the machine.
      payload: fast ? 'w3.zstdio' : 'w6T2.xzdio',
    }
    const words = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`])
    const spec = join(work, `${program.name}.spec`)
    await writeFile(spec, await specOf(program, { version, date, files: await filesIn(staged, program) }))
    const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC', SOURCE_DATE_EPOCH: String(date) }
    await promisify(execFile)(
      'rpmbuild',
      ['-bb', '--quiet', '--nodeps', '--target', ARCHITECTURE[arch], ...words, spec],
      { env },
    )
    const file = resolve(folder, `${program.name}-${version}-1.${ARCHITECTURE[arch]}.rpm`)
    await copyFile(join(work, 'package.rpm'), file)
    return file
  } finally {
    await rm(work, { recursive: true })
  }
}

/** The spec that packs a finished tree with these lines of `%files`. */
export async function specOf(
  program: BuiltProgram,
  { version, date, files }: { readonly version: string; readonly date: number; readonly files: readonly string[] },
): Promise<string> {
  const values = { ...(await valuesOf(program, 'rpm')), VERSION: version, DAY: dayOf(date), FILES: files.join('\n') }
  return packaged('rpm/package.spec', values)
}

/** The lines of `%files` for a tree, without the licences and the documentation. */
async function filesIn(staged: string, { config, folders, scripts, shared, user }: BuiltProgram): Promise<string[]> {
  const entries = await readdir(staged, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(staged, join(parentPath, name)))
    .filter((path) => path !== config.path && !/^usr\/share\/(?:doc|licenses)\//.test(path))
  const own = folders.filter(({ path }) => !path.startsWith('run/'))
  return [
    ...files.sort().map((path) => `/${path}`),
    ...new Set(scripts.map((path) => `%dir /${dirname(path)}`)),
    ...new Set(shared.flatMap((path) => [dirname(dirname(path)), dirname(path)]).map((path) => `%dir /${path}`)),
    ...own.map(({ path, mode, owner }) => `%dir %attr(${mode.toString(8)},${owner.join(',')}) /${path}`),
    `%config(noreplace) %attr(640,root,${user.name}) /${config.path}`,
  ]
}

/** A date as in an rpm changelog: Sat Nov 21 2026. */
function dayOf(date: number): string {
  const [weekday = '', day = '', month = '', year = ''] = new Date(date * 1000).toUTCString().split(/,? /)
  return `${weekday} ${month} ${day} ${year}`
}
