import { on } from 'node:events'
import type { Readable } from 'node:stream'
import { ReadStream } from 'node:tty'
import type { Io } from '../../lib/command-line/command.ts'
import { readPrivateFile } from '../../lib/settings/private-file.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'

/** More characters than a token has. */
const MOST = 1000

/**
 * The token for an enrolment, from a private file or from standard input: never from the command line, which everybody
 * on this machine can read. A terminal does not show it. Throws `ActionNeeded` if there is none.
 */
export async function readToken(file: string | undefined, { stdin, stderr, signal }: Io): Promise<string> {
  const text = (
    file !== undefined
      ? await readPrivateFile(file)
      : stdin instanceof ReadStream
        ? await typedUnseen(stdin, stderr, signal)
        : await wholeInput(stdin)
  ).trim()
  if (/^[\w.-]{20,200}$/.test(text)) return text
  const place = file === undefined ? 'What was typed' : plainText(file)
  const fault = text === '' ? 'holds no token' : 'is no token'
  throw new ActionNeeded(`${place} ${fault}; on the hub type: spoor-hub token create`, EXIT.usage)
}

async function wholeInput(stdin: Readable): Promise<string> {
  let text = ''
  for await (const piece of stdin) {
    text += String(piece)
    if (text.length > MOST) break
  }
  return text
}

const [INTERRUPT, END, BACKSPACE, DELETE] = ['\u0003', '\u0004', '\b', '\u007f']

async function typedUnseen(terminal: ReadStream, stderr: Io['stderr'], signal: AbortSignal): Promise<string> {
  // Before anybody is asked: the terminal would show what is typed until then.
  terminal.setRawMode(true)
  try {
    stderr.write('The token, which is not shown: ')
    let text = ''
    for await (const [piece] of on(terminal, 'data', { signal })) {
      for (const character of String(piece)) {
        if (character === '\r' || character === '\n' || character === END) return text
        if (character === INTERRUPT || text.length > MOST) throw new ActionNeeded('Nothing was changed.')
        text = character === BACKSPACE || character === DELETE ? text.slice(0, -1) : text + character
      }
    }
    return text
  } finally {
    terminal.setRawMode(false)
    terminal.pause()
    stderr.write('\n')
  }
}
