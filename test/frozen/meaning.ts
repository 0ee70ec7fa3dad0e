import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../agent/config/load.ts'
import { makePrivate } from './ice.ts'

/**
 * What the configuration in a folder means, in the shape that 0.1.0 gave it: where the shape changes, this translates.
 * What it leaves open is null.
 */
export async function meaningOf(folder: string): Promise<object> {
  const copy = await mkdtemp(join(tmpdir(), 'spoor-config-'))
  try {
    await cp(folder, copy, { recursive: true })
    await makePrivate(copy)
    const { config, files, notices } = await loadConfig(join(copy, 'spoor.yml'))
    const said = { files: files.map((file) => file.slice(copy.length)), notices: notices.map(({ code }) => code) }
    return JSON.parse(JSON.stringify({ ...config, ...said }, (_, value: unknown) => value ?? null))
  } finally {
    await rm(copy, { recursive: true })
  }
}
