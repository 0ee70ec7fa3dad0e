import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './bundle.ts'

/** A third-party part of the executable. */
export interface Component {
  readonly name: string
  readonly version: string
  /** SPDX identifier of its licence. */
  readonly licence: string
  /** For an npm package, the checksum of its archive from package-lock.json: `sha512-` and base64. */
  readonly integrity?: string
  /** The folder with its licence, relative to the repository. */
  readonly folder: string
}

interface Locked {
  readonly version: string
  readonly license?: string
  readonly integrity?: string
}

/** The parts of the executable: Node, and the npm packages listed by the bundle (`name version`). */
export async function componentsOf(packages: readonly string[]): Promise<readonly Component[]> {
  const lock: { packages: Record<string, Locked> } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'))
  const found = packages.map((line) => {
    const [name = '', version = ''] = line.split(' ')
    const entry = Object.entries(lock.packages).find(
      ([path, locked]) => path.endsWith(`node_modules/${name}`) && locked.version === version,
    )
    if (entry === undefined) throw new Error(`package-lock.json does not know ${line}`)
    const [folder, { license = 'NOASSERTION', integrity }] = entry
    return { name, version, licence: license, folder, ...(integrity === undefined ? {} : { integrity }) }
  })
  // The package for this machine's processor; all have the same licences.
  const node = `node_modules/node-linux-${process.arch}`
  return [{ name: 'node', version: process.versions.node, licence: 'MIT', folder: node }, ...found]
}

/** The licences of all parts of the executable, in one text. */
export async function licencesOf(program: string, components: readonly Component[]): Promise<string> {
  const texts = components.map(async ({ name, version, licence, folder }) => {
    const names = await readdir(join(ROOT, folder))
    const file = names.find((each) => /^licen[cs]e/i.test(each))
    if (file === undefined) throw new Error(`${folder} holds no licence`)
    return `${'='.repeat(80)}\n${name} ${version} (${licence})\n\n${(await readFile(join(ROOT, folder, file), 'utf8')).trim()}\n\n`
  })
  return `${program} contains these programs of others.\n\n${(await Promise.all(texts)).join('')}`
}
