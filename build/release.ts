// The command line of a release: `npm run release -- [--key FILE] [--fast]` makes dist/release/VERSION and publishes
// nothing.
import { hash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './executable/bundle.ts'
import { buildExecutable } from './executable/executable.ts'
import { ARCHS } from './executable/node-binary.ts'
import { ownContent } from './executable/own-content.ts'
import { sbom } from './executable/sbom.ts'
import { licencesOf } from './executable/third-party.ts'
import { buildDeb } from './packages/deb.ts'
import { ownVersion } from './packages/package-version.ts'
import { buildRpm } from './packages/rpm.ts'
import { SigningKey } from './packages/signing-key.ts'
import type { BuiltProgram } from './programs/built-program.ts'
import { PROGRAMS } from './programs/programs.ts'

const { values } = parseArgs({ options: { key: { type: 'string' }, fast: { type: 'boolean', default: false } } })

/** Everything of one program; returns the paths of its rpms. */
async function release(program: BuiltProgram, folder: string): Promise<readonly string[]> {
  const { name } = program
  const { scripts, ...content } = await ownContent(program)
  const rpms: string[] = []
  for (const arch of ARCHS) {
    const executable = join(folder, `${name}-${content.version}-linux-${arch}`)
    await buildExecutable(scripts, arch, executable)
    const packing = { ...content, executable, arch, fast: values.fast, folder }
    rpms.push(await buildRpm(packing))
    await buildDeb(packing)
  }
  await writeFile(join(folder, `${name}-sbom.cdx.json`), sbom({ ...content, name }))
  await writeFile(join(folder, `${name}-third-party-licences.txt`), await licencesOf(name, content.components))
  return rpms
}

const key = values.key === undefined ? undefined : await SigningKey.open(values.key)
try {
  const folder = join(ROOT, 'dist/release', await ownVersion())
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const program of PROGRAMS) {
    const rpms = await release(program, folder)
    await key?.signRpms(rpms)
  }
  const sums = (await readdir(folder))
    .sort()
    .map(async (name) => `${hash('sha256', await readFile(join(folder, name)))}  ${name}\n`)
  const list = join(folder, 'SHA256SUMS')
  await writeFile(list, (await Promise.all(sums)).join(''))
  if (key !== undefined) {
    await key.sign(list, `${list}.asc`)
    await writeFile(join(folder, 'spoor.asc'), await key.publicKey())
  }
  process.stdout.write(
    `${await readFile(list, 'utf8')}${relative(ROOT, folder)} holds all of it; nothing was published.\n`,
  )
} finally {
  await key?.close()
}
