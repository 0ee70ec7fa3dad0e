import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bundle, ROOT, writeScripts } from '../../build/executable/bundle.ts'

/**
 * The file that starts a program of this checkout, bundled. Test files run in parallel and share it: it is named by its
 * content, and appears atomically.
 */
export async function bundledFile(program: 'agent' | 'hub'): Promise<string> {
  const { scripts } = await bundle(`${program}/main.ts`)
  const name = `spoor-${program}-${hash('sha256', JSON.stringify([...scripts])).slice(0, 16)}`
  const folder = join(ROOT, '.cache', name)
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`
    await mkdir(unfinished, { recursive: true })
    await writeScripts(scripts, unfinished)
    await rename(unfinished, folder).catch(async (error: unknown) => {
      // Another test file was faster.
      if (!existsSync(folder)) throw error
      await rm(unfinished, { recursive: true })
    })
  }
  return join(folder, 'main.cjs')
}
