import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { exampleConfig } from '../../build/documents/example.ts'
import { bundle } from '../../build/executable/bundle.ts'
import { buildInto } from '../../build/executable/executable.ts'
import { ARCHS, type Arch } from '../../build/executable/node-binary.ts'
import { componentsOf } from '../../build/executable/third-party.ts'
import { buildDeb } from '../../build/packages/deb.ts'
import { ownVersion, packageVersion } from '../../build/packages/package-version.ts'
import { buildRepositories } from '../../build/packages/repository.ts'
import { buildRpm } from '../../build/packages/rpm.ts'
import { SigningKey } from '../../build/packages/signing-key.ts'
import { buildStub } from './stubs.ts'

const run = promisify(execFile)

/** 1 January 2026. */
const DATE = 1_767_225_600

/** One version of the agent, packed. */
export interface Edition {
  /** The version as in packages. */
  readonly version: string
  readonly executables: Readonly<Record<Arch, string>>
  readonly rpms: Readonly<Record<Arch, string>>
  readonly debs: Readonly<Record<Arch, string>>
  /** Packs it again, into another folder. */
  readonly again: (folder: string) => Promise<readonly string[]>
}

/** Everything to install, in one folder, and in repositories below it: `first` has the older version, `second` both. */
export interface Stock {
  readonly folder: string
  /** A pre-release. */
  readonly older: Edition
  /** The version after it, with another configuration file to fill in. */
  readonly newer: Edition
  /** Puts the key into a folder, and beside the given file its signature, `.asc`. */
  readonly sign: (folder: string, name: string) => Promise<void>
  readonly remove: () => Promise<void>
}

/** Builds and packs two versions, signs them with a key of its own, and makes the repositories. */
export async function buildStock(): Promise<Stock> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-stock-'))
  await chmod(folder, 0o755)
  const key = await throwAwayKey()
  const released = (await ownVersion()).replace(/-.*/, '')
  const older = await edition(folder, `${released}-rc.1`, exampleConfig(), ['x64'])
  const newer = await edition(folder, released, `${exampleConfig()}\n# Of the newer version.\n`, ARCHS)
  const repository = (name: string, packages: readonly string[]): Promise<void> =>
    buildRepositories(join(folder, name), { packages, key, url: 'file:///mnt/stock/current', date: DATE })
  const both = ({ rpms, debs }: Edition): string[] => [rpms.x64, debs.x64]
  await repository('first', both(older))
  await repository('second', [...both(older), ...both(newer)])
  await buildStub(join(folder, 'stub'), newer.rpms.x64, { files: false })
  await buildStub(join(folder, 'whole-stub'), newer.rpms.x64, { files: true })
  const remove = async (): Promise<void> => {
    await key.close()
    await rm(folder, { recursive: true })
  }
  const sign = async (place: string, name: string): Promise<void> => {
    await writeFile(join(place, 'spoor.asc'), await key.publicKey())
    await key.sign(join(place, name), join(place, `${name}.asc`))
  }
  return { folder, older, newer, sign, remove }
}

/** Makes a key; `kind` is gpg's name for its type. */
export async function throwAwayKey(kind = 'rsa3072'): Promise<SigningKey> {
  const home = await mkdtemp(join(tmpdir(), 'spoor-key-'))
  const gpg = (...words: readonly string[]): Promise<{ stdout: string }> =>
    run('gpg', ['--homedir', home, '--batch', '--quiet', '--passphrase', '', ...words])
  await gpg('--quick-gen-key', 'Spoor test <packages@spoor.example.com>', kind, 'sign', 'never')
  const file = join(home, 'secret.asc')
  await writeFile(file, (await gpg('--armor', '--export-secret-keys')).stdout)
  try {
    return await SigningKey.open(file)
  } finally {
    await run('gpgconf', ['--homedir', home, '--kill', 'all'])
    await rm(home, { recursive: true, force: true })
  }
}

async function edition(folder: string, version: string, config: string, archs: readonly Arch[]): Promise<Edition> {
  const place = join(folder, version)
  await mkdir(place)
  const { scripts, packages } = await bundle(undefined, version)
  const content = { version, date: DATE, components: await componentsOf(packages), config, fast: true }
  const executables = { x64: '', arm64: '' }
  for (const arch of archs) executables[arch] = await buildInto(place, scripts, arch)
  const pack = async (folder: string): Promise<Pick<Edition, 'rpms' | 'debs'>> => {
    const [rpms, debs] = [
      { x64: '', arm64: '' },
      { x64: '', arm64: '' },
    ]
    await Promise.all(
      archs.map(async (arch) => {
        const packing = { ...content, arch, executable: executables[arch], folder }
        ;[rpms[arch], debs[arch]] = await Promise.all([buildRpm(packing), buildDeb(packing)])
      }),
    )
    return { rpms, debs }
  }
  const again = async (folder: string): Promise<readonly string[]> => {
    const { rpms, debs } = await pack(folder)
    return [...Object.values(rpms), ...Object.values(debs)]
  }
  return { version: packageVersion(version), executables, ...(await pack(place)), again }
}
