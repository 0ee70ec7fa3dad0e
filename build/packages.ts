// The command line of the packages: `npm run build:rpm -- [--arch x64|arm64] [--fast]`, likewise build:deb; without
// --arch for both.
import { hash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './executable/bundle.ts'
import { buildInto } from './executable/executable.ts'
import { archsOf } from './executable/node-binary.ts'
import { ownContent } from './executable/own-content.ts'
import { buildDeb } from './packages/deb.ts'
import { buildRpm, type Packing } from './packages/rpm.ts'
import { PROGRAMS } from './programs/programs.ts'

const FORMATS: Readonly<Record<string, (packing: Packing) => Promise<string>>> = { rpm: buildRpm, deb: buildDeb }

const { values, positionals } = parseArgs({
  options: { arch: { type: 'string' }, fast: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const folder = join(ROOT, 'dist/packages')
await mkdir(folder, { recursive: true })
for (const program of PROGRAMS) {
  const { scripts, ...content } = await ownContent(program)
  for (const arch of archsOf(values.arch)) {
    const executable = await buildInto(join(ROOT, 'dist'), program.name, scripts, arch)
    for (const format of positionals) {
      const build = FORMATS[format]
      if (build === undefined) throw new Error(`${format}: it is one of ${Object.keys(FORMATS).join(', ')}`)
      const file = await build({ ...content, executable, arch, fast: values.fast, folder })
      process.stdout.write(`${hash('sha256', await readFile(file))}  ${relative(ROOT, file)}\n`)
    }
  }
}
