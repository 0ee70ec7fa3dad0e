import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Plugin } from 'esbuild'
import { bundle } from '../../build/executable/bundle.ts'
import { buildInto } from '../../build/executable/executable.ts'
import { ARCHS, type Arch } from '../../build/executable/node-binary.ts'
import { componentsOf } from '../../build/executable/third-party.ts'
import { buildDeb } from '../../build/packages/deb.ts'
import { ownVersion, packageVersion } from '../../build/packages/package-version.ts'
import { buildRepositories } from '../../build/packages/repository.ts'
import { buildRpm } from '../../build/packages/rpm.ts'
import { SigningKey } from '../../build/packages/signing-key.ts'
import { AGENT } from '../../build/programs/agent-program.ts'
import type { BuiltProgram } from '../../build/programs/built-program.ts'
import { HUB } from '../../build/programs/hub-program.ts'
import { exampleConfig } from '../../lib/settings/example-file.ts'
import { buildStub } from './stubs.ts'

const run = promisify(execFile)

/** The step of the schema that only the newer hub knows. */
export const LATER_STEP = '9999-later'

/** The timestamp of all that is packed here, 1 January 2026. */
export const DATE = 1_767_225_600

/** One version of a program, packed. */
export interface Edition {
  /** The version as in packages. */
  readonly version: string
  /** The processors that it is packed for; paths for others are empty. */
  readonly archs: readonly Arch[]
  readonly executables: Readonly<Record<Arch, string>>
  readonly rpms: Readonly<Record<Arch, string>>
  readonly debs: Readonly<Record<Arch, string>>
  /** Packs it again, into another folder. */
  readonly again: (folder: string) => Promise<readonly string[]>
}

/** Two versions of a program. */
export interface Editions {
  readonly program: BuiltProgram
  /** A pre-release. */
  readonly older: Edition
  /** The version after it, with another configuration file. */
  readonly newer: Edition
}

/** Everything to install, in one folder, and in repositories below it: `first` has older versions, `second` all. */
export interface Stock {
  readonly folder: string
  readonly agent: Editions
  readonly hub: Editions
  /** Puts the key into a folder, and beside the given file its signature, `.asc`. */
  readonly sign: (folder: string, name: string) => Promise<void>
  readonly remove: () => Promise<void>
}

/** Builds and packs two versions, signs them with a key of its own, and makes the repositories. */
export async function buildStock(): Promise<Stock> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-stock-'))
  await chmod(folder, 0o755)
  const key = await throwAwayKey()
  const agent = await editions(folder, AGENT, ARCHS)
  // Packed for the other processor, too, by a release.
  const hub = await editions(folder, HUB, ['x64'])
  const repository = (name: string, packages: readonly Edition[]): Promise<void> =>
    buildRepositories(join(folder, name), {
      packages: packages.flatMap(({ rpms, debs }) => [rpms.x64, debs.x64]),
      key,
      url: 'file:///mnt/stock/current',
      date: DATE,
    })
  await repository('first', [agent.older, hub.older])
  await repository('second', [agent.older, agent.newer, hub.older, hub.newer])
  await buildStub(join(folder, 'stub'), agent.newer.rpms.x64, { files: false })
  await buildStub(join(folder, 'whole-stub'), agent.newer.rpms.x64, { files: true })
  const remove = async (): Promise<void> => {
    await key.close()
    await rm(folder, { recursive: true })
  }
  const sign = async (place: string, name: string): Promise<void> => {
    await writeFile(join(place, 'spoor.asc'), await key.publicKey())
    await key.sign(join(place, name), join(place, `${name}.asc`))
  }
  return { folder, agent, hub, sign, remove }
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

async function editions(folder: string, program: BuiltProgram, archs: readonly Arch[]): Promise<Editions> {
  const released = (await ownVersion()).replace(/-.*/, '')
  const config = exampleConfig(program.config)
  const place = join(folder, program.name)
  await mkdir(place)
  const older = await edition(program, join(place, 'older'), `${released}-rc.1`, config, ['x64'])
  const changed = `${config}\n# Of the newer version.\n`
  const newer = await edition(program, join(place, 'newer'), released, changed, archs, [LATER_SCHEMA])
  return { program, older, newer }
}

/** Gives the hub a further step of the schema, which the version before does not know. */
const LATER_SCHEMA: Plugin = {
  name: 'later-schema',
  setup: (build) => {
    build.onLoad({ filter: /\/hub\/store\/schema\/migrations\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const step = `{ name: '${LATER_STEP}', run: async (db) => void (await sql\`create table later (id text)\`.execute(db)) }`
      const contents = source.replace(/(?<=const MIGRATIONS: [^=]*= \[[^\]]*)\]/, `, ${step}]`)
      assert.notEqual(contents, source)
      return { contents, loader: 'ts' }
    })
  },
}

async function edition(
  program: BuiltProgram,
  place: string,
  version: string,
  config: string,
  archs: readonly Arch[],
  plugins: readonly Plugin[] = [],
): Promise<Edition> {
  await mkdir(place)
  const { scripts, packages } = await bundle(program.entry, version, plugins)
  const content = { program, version, date: DATE, components: await componentsOf(packages), config, fast: true }
  const executables = { x64: '', arm64: '' }
  for (const arch of archs) executables[arch] = await buildInto(place, program.name, scripts, arch)
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
    return archs.flatMap((arch) => [rpms[arch], debs[arch]])
  }
  return { version: packageVersion(version), archs, executables, ...(await pack(place)), again }
}
