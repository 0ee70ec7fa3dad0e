import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import { type Tell, notices } from '../notice.ts'
import { EXIT } from '../system/errors.ts'
import { journal } from '../system/journal.ts'
import { Memory } from '../system/memory.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import type { Command } from './command.ts'

/** A process that works until it is told to stop. */
type Service = (config: Config, tell: Tell, signal: AbortSignal, onWork: () => void) => Promise<void>

/** A command that loads the configuration and runs services side by side; the end of one is the end of all. */
export function serviceCommand(
  parts: Pick<Command, 'usage' | 'summary'>,
  services: () => Promise<readonly Service[]>,
): Command {
  return {
    ...parts,
    options: [CONFIG_OPTION],
    examples: [parts.usage, `${parts.usage} --config ./spoor.yml`],
    run: async (_args, options, { stderr, signal }) => {
      const { config, notices: remarks } = await loadConfig(configFile(options))
      const tell = journal(stderr)
      for (const remark of remarks) tell(remark)
      const ended = new AbortController()
      const either = AbortSignal.any([signal, ended.signal])
      let exitCode: number = EXIT.ok
      const memory = new Memory(config.limits.memory ?? Infinity, (taken) => {
        tell(notices.memoryExceeded(taken))
        exitCode = EXIT.failed
        ended.abort()
      })
      const work = (await services()).map((service) =>
        service(config, tell, either, memory.worked).finally(() => ended.abort()),
      )
      const results = await Promise.allSettled(work)
      memory.close()
      for (const result of results) if (result.status === 'rejected') throw result.reason
      return exitCode
    },
  }
}
