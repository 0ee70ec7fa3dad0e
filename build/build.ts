// The command line of the build: `npm run build -- [--arch x64|arm64] [--update-dependencies]`.
import { hash } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle, ROOT } from './executable/bundle.ts'
import { dependencies } from './executable/dependencies.ts'
import { buildInto } from './executable/executable.ts'
import { archsOf } from './executable/node-binary.ts'
import { PROGRAMS } from './programs/programs.ts'

const { values } = parseArgs({
  options: {
    arch: { type: 'string', default: process.arch },
    'update-dependencies': { type: 'boolean', default: false },
  },
})

if (values['update-dependencies']) {
  await writeFile(join(ROOT, 'build/dependencies.txt'), await dependencies())
} else {
  await mkdir(join(ROOT, 'dist'), { recursive: true })
  const [arch = 'x64'] = archsOf(values.arch)
  for (const { name, entry } of PROGRAMS) {
    const { scripts } = await bundle(entry)
    const file = await buildInto(join(ROOT, 'dist'), name, scripts, arch)
    const { size } = await stat(file)
    process.stdout.write(`${hash('sha256', await readFile(file))}  ${relative(ROOT, file)}  ${size} bytes\n`)
  }
}
