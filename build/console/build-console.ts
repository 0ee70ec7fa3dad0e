// The command line of the console alone, for a hub that runs from its sources: `npm run build:console`.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { ROOT } from '../executable/bundle.ts'
import { buildConsole } from './console-files.ts'

const folder = join(ROOT, 'dist/console')
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
for (const [name, text] of (await buildConsole(ROOT)).files) {
  await writeFile(join(folder, name), text)
  process.stdout.write(`${relative(ROOT, join(folder, name))}  ${Buffer.byteLength(text)} bytes\n`)
}
