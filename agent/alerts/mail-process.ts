import { spawn } from 'node:child_process'
import type { Channel } from '../../lib/notify/channel.ts'
import type { MailSettings } from '../../lib/notify/mail/mail-settings.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { onAbort } from '../../lib/system/on-abort.ts'
import { ownCommand } from '../../lib/system/processes/own-command.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { answerIn, LONGEST_ORDER, type MailAnswer, orderText } from './mail-order.ts'

/** What the process may take besides the settings' timeout, in milliseconds: to start, and to say what came of it. */
const STARTING = 10_000

/** What is kept of what it says on standard error, in characters. */
const MOST_WORDS = 200

/** One at a time: each takes as much memory as the transmitter. */
let turn: Promise<unknown> = Promise.resolve()

/**
 * Tells by mail, from a process of its own for each message: the code for mail is gone from memory with it. `command`
 * starts this program.
 */
export function mailByProcess(settings: MailSettings, command: readonly [string, ...string[]] = ownCommand()): Channel {
  const ask = (order: string, signal: AbortSignal): Promise<MailAnswer | string> => {
    const asked = turn.then(() => askMailProcess({ command, order, timeout: settings.timeout }, signal))
    turn = asked
    return asked
  }
  return {
    recipients: settings.to,
    async check(signal) {
      const answer = await ask(orderText(settings), signal)
      return typeof answer === 'string' ? [answer] : (answer.faults ?? [])
    },
    async send(message, signal, recipients = settings.to) {
      if (recipients.length === 0) return []
      const answer = await ask(orderText(settings, { message, recipients }), signal)
      const { receipts = [] } = typeof answer === 'string' ? {} : answer
      const reason = typeof answer === 'string' ? answer : 'The process that sends mail did not say what became of it.'
      return recipients.map(
        (recipient) => receipts.find((each) => each.recipient === recipient) ?? { recipient, result: 'later', reason },
      )
    },
  }
}

/** What a process that sends mail is to do. */
export interface MailErrand {
  /** What starts this program. */
  readonly command: readonly [string, ...string[]]
  readonly order: string
  /** Milliseconds that it may take, besides those for its start. */
  readonly timeout: number
  /** The descriptor of a mail that is written already. */
  readonly letter?: number
}

/** The answer of a process that sends mail, or in a sentence why there is none. Never rejects. */
export async function askMailProcess(
  { command: [program, ...words], order, timeout, letter }: MailErrand,
  signal: AbortSignal,
): Promise<MailAnswer | string> {
  if (signal.aborted) return 'The agent ends.'
  // A group of its own, so that nothing of it is left behind. Anybody can read arguments, nobody standard input.
  const stdio: ('pipe' | number)[] = ['pipe', 'pipe', 'pipe', ...(letter === undefined ? [] : [letter])]
  const child = spawn(program, [...words, 'send-mail'], { detached: true, stdio })
  let why = ''
  const end = (reason: string): void => {
    why ||= reason
    if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid)
  }
  const timer = setTimeout(() => end('The process that sends mail did not end in time.'), timeout + STARTING)
  const cancel = onAbort(signal, () => end('The agent ends.'))
  let [said, complaint] = ['', '']
  child.stdin?.on('error', () => undefined).end(order)
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.length > LONGEST_ORDER) end('The process that sends mail said too much.')
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, MOST_WORDS)
  })
  const code = await new Promise<number | string | null>((resolve) => {
    child.once('error', (error) => resolve(messageOf(error)))
    child.once('close', resolve)
  })
  clearTimeout(timer)
  cancel()
  if (why !== '') return why
  if (code === 0) return answerIn(said) ?? 'The process that sends mail gave no answer.'
  return plainText(`The process that sends mail failed (${[code, complaint.trim()].filter(Boolean).join(': ')}).`)
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended meanwhile.
  }
}
