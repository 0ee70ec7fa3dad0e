import { statSync } from 'node:fs'
import { unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'

const SUFFIX = '.forget'

/** Asks the watcher of this state folder to forget a check; it does at its next run of any. */
export async function askToForget(folder: string, check: string): Promise<void> {
  await writeFile(join(folder, `${check}${SUFFIX}`), '', { mode: 0o600 })
}

/** The kernel stamps changes by its ticks: within this, in milliseconds, a folder may change and keep its stamp. */
const TICK = 1000

/** Those who ask the watcher of a state folder to forget a check. */
export class ForgetRequests {
  readonly #folder: string
  #seen: bigint | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Takes the names of the checks that are to be forgotten. Lists the folder only if anything in it changed. */
  async take(): Promise<readonly string[]> {
    const { mtimeNs, mtimeMs } = statSync(this.#folder, { bigint: true })
    if (mtimeNs === this.#seen) return []
    this.#seen = Date.now() - Number(mtimeMs) > TICK ? mtimeNs : undefined
    return takeForgotten(this.#folder)
  }
}

async function takeForgotten(folder: string): Promise<readonly string[]> {
  const names: string[] = []
  for await (const entries of entriesOf(folder))
    for (const { name } of entries) if (name.endsWith(SUFFIX)) names.push(name)
  for (const name of names) await unlink(join(folder, name))
  return names.map((name) => name.slice(0, -SUFFIX.length))
}
