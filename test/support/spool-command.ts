import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { spool } from '../../agent/commands/spool.ts'
import type { Options } from '../../lib/command-line/command.ts'
import { type SpoolScene, createSpool } from './spool-scene.ts'

/** A spool and a configuration that names it. */
export interface CommandScene extends SpoolScene {
  /** Path of the configuration. */
  readonly config: string
  /** Runs `spool` with these words and options; rejects if the command throws. */
  readonly run: (words: string, options?: Options) => Promise<{ code: number; stdout: string; stderr: string }>
  /** Puts a file into a folder of the spool. */
  readonly leave: (folder: keyof SpoolScene['folders'], name: string, content: string) => Promise<void>
}

/** Makes an empty spool for an API at `host`. */
export async function createCommandScene(t: TestContext, host = 'https://spoor.example.com'): Promise<CommandScene> {
  const scene = await createSpool(t)
  const { root } = scene.folders
  const config = join(root, '..', 'spoor.yml')
  const lines = [
    'followers: { login: { name: /logs/login_log } }',
    `transmission: { host: '${host}', credentials: { api_identifier: ABC123, api_secret: secret456 } }`,
    `spool: { path: ${root} }`,
  ]
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 })
  return {
    ...scene,
    config,
    leave: (folder, name, content) => writeFile(join(scene.folders[folder], name), content, { mode: 0o600 }),
    run: async (words, options = {}) => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()]
      const io = { stdin: new PassThrough(), stdout, stderr, signal: new AbortController().signal }
      const printed = text(stdout)
      const code = await spool.run(words.split(' '), { config, ...options }, io)
      stdout.end()
      return { code, stdout: await printed, stderr: await text(stderr.end()) }
    },
  }
}
