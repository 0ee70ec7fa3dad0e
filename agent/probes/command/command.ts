import type { Probe, ProbeResult, Verdict } from '../probe.ts'
import { firstLineOf, type ProgramOutcome, programOutcome } from '../programs/program-run.ts'
import { resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { type CommandCheckSettings, commandSettings } from './command-settings.ts'
import { numbersIn } from './performance-data.ts'
import { outcomeElsewhere, pluginSocketHere } from './plugin-socket.ts'

/** What the exit codes of Nagios plugins mean. */
const VERDICTS: readonly Verdict[] = ['ok', 'warning', 'failed', 'unknown']

/**
 * Runs a Nagios plugin: thousands of checks exist as such. Plugins are foreign code, so where `runner` names a socket,
 * the one who listens there runs them, apart from this process and its user.
 */
export function commandBy(runner: () => string | undefined = pluginSocketHere): Probe<CommandCheckSettings> {
  return {
    name: 'command',
    settings: commandSettings,
    // Nobody knows what it looks at.
    elsewhere: () => undefined,
    async run({ exec }, tools) {
      try {
        const path = runner()
        const outcome =
          path === undefined
            ? await programOutcome(exec, tools, { late: 'failed' })
            : await outcomeElsewhere(path, tools)
        return judged(exec[0], outcome)
      } catch (error) {
        return resultOfFault(error)
      }
    },
  }
}
/** One line of text, then numbers behind a bar; further lines may have another bar, and numbers behind it. */
function judged(program: string, { code, stdout, stderr }: ProgramOutcome): ProbeResult {
  const [first = '', ...rest] = stdout.toString('latin1').split('\n')
  const [text = '', ...data] = first.split('|')
  const further = rest.join('\n').split('|').slice(1)
  const gauges = numbersIn([...data, ...further].join('\n'))
  const shown = said(Buffer.from(text, 'latin1'), 200) || firstLineOf(stderr) || `${program} said nothing`
  const verdict = VERDICTS[code]
  if (verdict !== undefined) return { verdict, text: shown, gauges }
  return { verdict: 'unknown', text: `${program} ended with ${code}, as no plugin does: ${shown}`, gauges }
}
