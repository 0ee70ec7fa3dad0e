import { readdir, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const SUFFIX = '.forget'

/** Asks the watcher of this state folder to forget a check; it does at its next run of any. */
export async function askToForget(folder: string, check: string): Promise<void> {
  await writeFile(join(folder, `${check}${SUFFIX}`), '', { mode: 0o600 })
}

/** Takes the names of the checks that are to be forgotten. */
export async function takeForgotten(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX))
  for (const file of files) await unlink(join(folder, file))
  return files.map((name) => name.slice(0, -SUFFIX.length))
}
