import { type GroupResult, runGroup } from '../../system/processes/group-run.ts'
import { oneLine } from '../../text/plain-text.ts'
import { inWords } from '../../time/duration.ts'
import type { Attempt, Channel } from '../channel.ts'
import type { Message } from '../message.ts'
import { quoted } from '../shown-text.ts'
import { commandFaults } from './command-faults.ts'
import type { CommandSettings } from './command-settings.ts'

/** What is kept of each output, in bytes. */
const KEPT = 4096

/** The longest line of it that is told on, in characters. */
const LONGEST_LINE = 200

/** EX_TEMPFAIL of sysexits.h: try again later. */
const LATER = 75

/** Nothing of a message is in it, or among the arguments. */
const ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', HOME: '/' }

/** Tells by running a program, which reads the data of the message on standard input: one line of JSON. */
export function commandChannel(settings: CommandSettings): Channel {
  const { exec, timeout } = settings
  const [recipient] = exec
  const attempt = async (message: Message, signal: AbortSignal): Promise<Attempt> => {
    // Each time: what was root's alone at the start need not be now.
    const faults = commandFaults(settings)
    if (faults.length > 0) return { result: 'later', reason: oneLine(faults.join('\n')) }
    if (signal.aborted) return ENDED
    const stdin = `${JSON.stringify(message.data)}\n`
    const run = await runGroup({ argv: exec, cwd: '/', env: ENV, stdin, timeout, bound: KEPT, signal })
    return signal.aborted ? ENDED : attemptOf(run, settings)
  }
  return {
    recipients: [recipient],
    check: async () => commandFaults(settings),
    async send(message, signal, recipients = [recipient]) {
      if (recipients.length === 0) return []
      const tried = await attempt(message, signal)
      // Of a former configuration, perhaps.
      return recipients.map((each) => ({ recipient: each, ...tried }))
    },
  }
}

const ENDED: Attempt = { result: 'later', reason: 'The agent ends.' }

function attemptOf(
  { end, timedOut, stdout, stderr }: GroupResult,
  { exec: [program], timeout }: CommandSettings,
): Attempt {
  const later = (fault: string): Attempt => ({ result: 'later', reason: `${program} ${fault}.` })
  if ('unstarted' in end) return later(`cannot be started (${end.unstarted})`)
  if (timedOut) return later(`did not end within ${inWords(timeout)}`)
  if ('killedBy' in end) return later(`was ended by ${end.killedBy}`)
  const said = (output: Buffer): string => [`exit code ${end.code}`, firstLine(output)].filter(Boolean).join(': ')
  if (end.code === 0) return { result: 'delivered', answer: said(stdout) }
  if (end.code === LATER) return later(`wants it later (${said(stderr)})`)
  return { result: 'refused', reason: `${program} failed (${said(stderr)}).` }
}

function firstLine(output: Buffer): string {
  return quoted(output.toString().trim().split('\n', 1).join(), LONGEST_LINE)
}
