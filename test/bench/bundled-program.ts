import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, writeScripts } from '../../build/executable/bundle.ts'
import { NODE_FLAGS } from '../../build/executable/executable.ts'

/** A command that runs one file and what it imports, bundled into a folder and run as the executable is. */
export async function bundledProgram(entry: string, folder: string): Promise<readonly string[]> {
  const { scripts } = await bundle(entry)
  const program = join(folder, 'program')
  mkdirSync(program)
  await writeScripts(scripts, program)
  return [process.execPath, ...NODE_FLAGS, join(program, 'main.cjs')]
}
