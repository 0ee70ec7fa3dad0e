import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { mortal } from './mortal.ts'
import { ROOT } from './repository-files.ts'
import { unitEnvironment } from './unit-environment.ts'

/** A running hub, which ends with this process at the latest. */
export interface HubProcess {
  readonly pid: number
  /** Where it listens, in the order of its configuration: `127.0.0.1:8460`. */
  readonly addresses: readonly string[]
  /** Resolves once its journal has such a line. */
  readonly untilLine: (pattern: RegExp) => Promise<void>
  /** Its journal so far. */
  readonly said: () => string
  /** Sends a signal; resolves with the exit code, or null if the signal ended it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
}

/** The command that starts the hub: the executable that SPOOR_HUB names, otherwise the sources. */
export function hubCommand(): readonly string[] {
  const { SPOOR_HUB: executable } = process.env
  return executable === undefined
    ? [process.execPath, '--import', import.meta.resolve('tsx'), join(ROOT, 'hub/main.ts')]
    : [resolve(executable)]
}

/** Starts a hub, and resolves once it listens on so many addresses; rejects with its journal if it ends before. */
export async function startHub(config: string, count = 1): Promise<HubProcess> {
  const [command, ...words] = [...mortal, ...hubCommand(), 'serve', '--config', config]
  // As its unit starts it.
  const env = { ...process.env, ...unitEnvironment('hub/spoor-hub') }
  const hub = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'], env })
  const ended = once(hub, 'exit')
  const [lines, addresses]: [string[], string[]] = [[], []]
  const journal = createInterface(hub.stderr)
  journal.on('line', (line) => {
    lines.push(line)
    const [, address] = / listening: The hub listens on (.*)\.$/.exec(line) ?? []
    if (address !== undefined) addresses.push(address)
  })
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      if (hub.exitCode !== null || hub.signalCode !== null) throw new Error(`the hub ended: ${lines.join('\n')}`)
      await Promise.race([once(journal, 'line'), ended])
    }
  }
  await until(() => addresses.length >= count)
  return {
    pid: hub.pid ?? 0,
    addresses,
    untilLine: (pattern) => until(() => lines.some((line) => pattern.test(line))),
    said: () => lines.join('\n'),
    end: async (signal) => {
      hub.kill(signal)
      await ended
      return hub.exitCode
    },
  }
}
