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
    // npm's packages still use the older name of such a licence (https://spdx.org/licenses/LGPL-3.0+).
    const licence = license.replace(/^(L?GPL-\d\.\d)\+$/, '$1-or-later')
    return { name, version, licence, folder, ...(integrity === undefined ? {} : { integrity }) }
  })
  // The package for this machine's processor; all have the same licences.
  const node = `node_modules/node-linux-${process.arch}`
  return [{ name: 'node', version: process.versions.node, licence: 'MIT', folder: node }, ...found]
}

/** The licences of all parts of the executable, in one text. */
export async function licencesOf(program: string, components: readonly Component[]): Promise<string> {
  const texts = components.map(async (component) => {
    const { name, version, licence, folder } = component
    const own = (await licenceIn(folder)).trim()
    const chapter = licence.startsWith('LGPL-3.0') ? await replaceable(component, own) : own
    return `${'='.repeat(80)}\n${name} ${version} (${licence})\n\n${chapter}\n\n`
  })
  return `${program} contains these programs of others.\n\n${(await Promise.all(texts)).join('')}`
}

/** What LGPL 3 §4 asks for besides its text: that of the GPL, where the source is, and how another copy gets inside. */
async function replaceable({ name, version }: Component, own: string): Promise<string> {
  const source = `https://registry.npmjs.org/${name}/-/${name.split('/').at(-1)}-${version}.tgz`
  const recipe = [
    `${name} is a library of others, used as it is. Its source is in ${source}.`,
    'To make the program with another copy of it, put that into node_modules of the source of this version:',
    '',
    `  npm ci && npm install --no-save /path/to/your/${name} && npm run build`,
  ]
  const gpl = await readFile(join(ROOT, 'packaging/licences/GPL-3'), 'utf8')
  return [...recipe, '', own, '', gpl.trim()].join('\n')
}

/** The text of a package's licence: a file of its own, or the last section of its readme. */
async function licenceIn(folder: string): Promise<string> {
  const names = await readdir(join(ROOT, folder))
  const textOf = async (name: RegExp): Promise<string> => {
    const file = names.find((each) => name.test(each))
    return file === undefined ? '' : readFile(join(ROOT, folder, file), 'utf8')
  }
  const text = (await textOf(/^licen[cs]e/i)) || (await textOf(/^readme/i)).split(/^#+ *licen[cs]e$/im)[1]
  if (text === undefined || !/permission|redistribution/i.test(text)) throw new Error(`${folder} holds no licence`)
  return text
}
