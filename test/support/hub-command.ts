import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { HUB_COMMANDS } from '../../hub/commands/every-command.ts'
import type { Options } from '../../lib/command-line/command.ts'

/** A configuration of the hub in a folder of its own, with an embedded store. */
export interface HubScene {
  readonly folder: string
  /** Path of the configuration. */
  readonly config: string
  /** Path of the store's folder. */
  readonly store: string
  /** Runs a command with these words, options and standard input; returns what it printed, rejects if it throws. */
  readonly run: (words: string, options?: Options, input?: string) => Promise<string>
}

/** Makes one, with further lines of configuration. */
export async function createHubScene(t: TestContext, ...lines: readonly string[]): Promise<HubScene> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-'))
  t.after(() => rm(folder, { recursive: true }))
  const [config, store] = [join(folder, 'hub.yml'), join(folder, 'store')]
  await mkdir(store, { mode: 0o700 })
  await writeFile(config, [`store: ${store}`, ...lines, ''].join('\n'), { mode: 0o600 })
  return {
    folder,
    config,
    store,
    run: async (words, options = {}, input = '') => {
      const [name = '', ...args] = words.split(' ')
      const command = await HUB_COMMANDS[name]?.()
      const [stdin, stdout] = [new PassThrough(), new PassThrough()]
      stdin.end(input)
      const io = { stdin, stdout, stderr: new PassThrough(), signal: new AbortController().signal }
      const printed = text(stdout)
      await command?.run(args, { config, ...options }, io).finally(() => stdout.end())
      return printed
    },
  }
}
