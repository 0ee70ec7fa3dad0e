import { hash } from 'node:crypto'
import { join } from 'node:path'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { type ConsoleFiles, typeOfConsoleFile } from './console-file.ts'

// In the executable this module holds the files themselves: build/console/carried-console.ts takes its place.

const FOLDER = join(import.meta.dirname, '../../dist/console')

/** The console as `npm run build:console` left it; empty if it was not built. */
export async function builtConsole(): Promise<ConsoleFiles> {
  const names: string[] = []
  try {
    for await (const entries of entriesOf(FOLDER)) names.push(...entries.map(({ name }) => name))
  } catch {
    return new Map()
  }
  const files = names.map(async (name) => {
    const plain = Buffer.from(await readRegularFile(join(FOLDER, name)))
    const etag = `"${hash('sha256', plain, 'base64url')}"`
    return [name === 'console.html' ? '/' : `/assets/${name}`, { type: typeOfConsoleFile(name), etag, plain }] as const
  })
  return new Map(await Promise.all(files))
}
