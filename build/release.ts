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
import { buildRpm } from './packages/rpm.ts'
import { SigningKey } from './packages/signing-key.ts'

const { values } = parseArgs({ options: { key: { type: 'string' }, fast: { type: 'boolean', default: false } } })
const key = values.key === undefined ? undefined : await SigningKey.open(values.key)
try {
  const { scripts, ...content } = await ownContent()
  const folder = join(ROOT, 'dist/release', content.version)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const rpms: string[] = []
  for (const arch of ARCHS) {
    const executable = join(folder, `spoor-agent-${content.version}-linux-${arch}`)
    await buildExecutable(scripts, arch, executable)
    const packing = { ...content, executable, arch, fast: values.fast, folder }
    rpms.push(await buildRpm(packing))
    await buildDeb(packing)
  }
  await writeFile(join(folder, 'sbom.cdx.json'), sbom(content))
  await writeFile(join(folder, 'third-party-licences.txt'), await licencesOf(content.components))
  await key?.signRpms(rpms)
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
