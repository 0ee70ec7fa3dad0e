import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../executable/bundle.ts'
import type { Arch } from '../executable/node-binary.ts'
import { packageVersion } from './package-version.ts'
import { type Content, stageTree } from './staged-tree.ts'
import { TIMERS, UNITS } from './units.ts'

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
    const licences = join(staged, 'usr/share/licenses/spoor-agent')
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
      staged_version: version,
      units: UNITS,
      timers: TIMERS,
      staged_day: dayOf(content.date),
      // A tenth smaller than zstd at its best, and a second slower to unpack; levels above 6 bring little and take
      // memory. Two threads and never T0, whose result depends on the machine.
      payload: fast ? 'w3.zstdio' : 'w6T2.xzdio',
    }
    const words = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`])
    const spec = join(ROOT, 'packaging/rpm/spoor-agent.spec')
    const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC', SOURCE_DATE_EPOCH: String(content.date) }
    await promisify(execFile)(
      'rpmbuild',
      ['-bb', '--quiet', '--nodeps', '--target', ARCHITECTURE[arch], ...words, spec],
      { env },
    )
    const file = resolve(folder, `spoor-agent-${version}-1.${ARCHITECTURE[arch]}.rpm`)
    await copyFile(join(work, 'package.rpm'), file)
    return file
  } finally {
    await rm(work, { recursive: true })
  }
}

/** A date as in an rpm changelog: Sat Nov 21 2026. */
function dayOf(date: number): string {
  const [weekday = '', day = '', month = '', year = ''] = new Date(date * 1000).toUTCString().split(/,? /)
  return `${weekday} ${month} ${day} ${year}`
}
