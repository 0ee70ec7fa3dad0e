import { once } from 'node:events'
import { connect } from 'node:net'
import { codeOf } from '../../../lib/system/errors.ts'
import { onAbort } from '../../../lib/system/on-abort.ts'
import { ownName } from '../../../lib/system/users/passwd.ts'
import { WATCH_USER } from '../../program.ts'
import type { ProbeTools } from '../probe.ts'
import type { ProgramOutcome } from '../programs/program-run.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { LARGEST_ANSWER, readPluginAnswer } from './plugin-answer.ts'

/** Where systemd listens for those who want a plugin run; only the user of the watcher may connect. */
export const PLUGIN_SOCKET = '/run/spoor-plugins/socket'

/** For the user of the packages' watcher, who runs no plugins; undefined for everybody else, who does. */
export function pluginSocketHere(): string | undefined {
  return ownName() === WATCH_USER ? PLUGIN_SOCKET : undefined
}

/**
 * Has the plugin of a check run by its runner, who is told the name of the check and nothing else. Throws a
 * `ProbeFault`.
 */
export async function outcomeElsewhere(path: string, tools: ProbeTools): Promise<ProgramOutcome> {
  const { check, signal, step } = tools
  step?.({ sign: '*', text: `asks ${path} to run the plugin of ${check}` })
  const socket = connect({ path })
  const forget = onAbort(signal, () => socket.destroy())
  try {
    await once(socket, 'connect', { signal })
    socket.write(`${check}\n`)
    let said = ''
    for await (const piece of socket.setEncoding('latin1').iterator()) {
      said += piece
      if (said.length > LARGEST_ANSWER) throw new ProbeFault(`${path} said more than any plugin does`, 'unknown')
    }
    return readPluginAnswer(said)
  } catch (error) {
    if (error instanceof ProbeFault) throw error
    if (signal.aborted) throw new ProbeFault('the plugin did not end in time')
    throw faultOf(error, path)
  } finally {
    forget()
    socket.on('error', () => undefined).destroy()
  }
}

function faultOf(error: unknown, path: string): ProbeFault {
  const code = codeOf(error)
  if (code === undefined) throw error
  const remedy = 'systemctl start spoor-agent-plugins.socket'
  return new ProbeFault(`nobody runs plugins at ${path} (${code}): ${remedy}`, 'unknown')
}
