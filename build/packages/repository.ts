import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { SigningKey } from './signing-key.ts'

const run = promisify(execFile)

/** The input for repositories. */
export interface Stock {
  /** Paths of the packages, rpm and deb. */
  readonly packages: readonly string[]
  readonly key: SigningKey
  /** URL of the repositories, without a trailing slash. */
  readonly url: string
  /** Seconds since 1970. */
  readonly date: number
}

/**
 * Recreates `folder` with a yum and an apt repository, the key that signs both (`spoor.asc`), and the files that make a
 * host use them (`spoor.repo`, `spoor.sources`). Needs createrepo_c, rpmsign, apt-ftparchive and gpg.
 */
export async function buildRepositories(folder: string, stock: Stock): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const { packages, key, url } = stock
  await buildYum(join(folder, 'rpm'), { ...stock, packages: packages.filter((file) => file.endsWith('.rpm')) })
  await buildApt(join(folder, 'apt'), { ...stock, packages: packages.filter((file) => file.endsWith('.deb')) })
  await writeFile(join(folder, 'spoor.asc'), await key.publicKey())
  await writeFile(
    join(folder, 'spoor.repo'),
    `[spoor]\nname=Spoor\nbaseurl=${url}/rpm/$basearch\nenabled=1\ngpgcheck=1\nrepo_gpgcheck=1\ngpgkey=${url}/spoor.asc\n`,
  )
  await writeFile(
    join(folder, 'spoor.sources'),
    `Types: deb\nURIs: ${url}/apt\nSuites: stable\nComponents: main\nSigned-By: /etc/apt/keyrings/spoor.asc\n`,
  )
}

async function buildYum(folder: string, { packages, key, date }: Stock): Promise<void> {
  for (const architecture of ['x86_64', 'aarch64']) {
    const place = join(folder, architecture)
    await mkdir(place, { recursive: true })
    const files = packages.filter((file) => file.endsWith(`.${architecture}.rpm`))
    for (const file of files) await copyFile(file, join(place, basename(file)))
    if (files.length > 0) await key.signRpms(files.map((file) => join(place, basename(file))))
    const options = ['--quiet', '--no-database', '--general-compress-type=gz', '--checksum=sha256']
    await run('createrepo_c', [...options, '--revision', String(date), '--set-timestamp-to-revision', place])
    const index = join(place, 'repodata/repomd.xml')
    await key.sign(index, `${index}.asc`)
  }
}

const RELEASE = {
  Origin: 'Spoor',
  Label: 'Spoor',
  Suite: 'stable',
  Codename: 'stable',
  Components: 'main',
  Architectures: 'amd64 arm64',
}

async function buildApt(folder: string, { packages, key }: Stock): Promise<void> {
  const suite = join(folder, 'dists/stable')
  for (const file of packages) {
    const pool = join(folder, 'pool/main/s', basename(file).replace(/_.*/, ''))
    await mkdir(pool, { recursive: true })
    await copyFile(file, join(pool, basename(file)))
  }
  for (const architecture of ['amd64', 'arm64']) {
    const place = join(suite, `main/binary-${architecture}`)
    await mkdir(place, { recursive: true })
    const { stdout } = await run('apt-ftparchive', ['--arch', architecture, 'packages', 'pool'], { cwd: folder })
    await writeFile(join(place, 'Packages'), stdout)
    await writeFile(join(place, 'Packages.gz'), gzipSync(stdout, { level: 9 }))
  }
  const words = Object.entries(RELEASE).flatMap(([name, value]) => ['-o', `APT::FTPArchive::Release::${name}=${value}`])
  const { stdout } = await run('apt-ftparchive', [...words, 'release', suite])
  await writeFile(join(suite, 'Release'), stdout)
  await key.sign(join(suite, 'Release'), join(suite, 'Release.gpg'))
  await key.clearSign(join(suite, 'Release'), join(suite, 'InRelease'))
}

/** Paths of the packages in a folder. */
export async function packagesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder))
    .filter((name) => /\.(?:rpm|deb)$/.test(name))
    .sort()
    .map((name) => join(folder, name))
}
