import { on } from 'node:events'
import type { Readable } from 'node:stream'
import type { ReadStream } from 'node:tty'
import type { Io } from '../command-line/command.ts'
import { ActionNeeded } from '../system/errors.ts'

/** More characters than a secret that somebody types. */
const MOST = 4096

/** Whether somebody types there, rather than a program that writes. */
export function isTyped(stdin: Readable): stdin is ReadStream {
  return 'isTTY' in stdin && stdin.isTTY === true
}

/**
 * One line of standard input, without its end: what is typed on a terminal is asked for and not shown, of anything else
 * it is the first line. Throws `ActionNeeded` if it is interrupted, or too long.
 */
export async function secretLine({ stdin, stderr, signal }: Io, question: string): Promise<string> {
  if (!isTyped(stdin)) return firstLine(stdin)
  // Before anybody is asked: the terminal would show what is typed until then.
  stdin.setRawMode(true)
  try {
    stderr.write(question)
    return await typedLine(stdin, signal)
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}

async function firstLine(stdin: Readable): Promise<string> {
  let text = ''
  stdin.setEncoding('utf8')
  for await (const piece of stdin) {
    text += String(piece)
    if (text.includes('\n')) break
    if (text.length > MOST) throw new ActionNeeded('standard input: this line is too long')
  }
  return text.split('\n', 1)[0]?.replace(/\r$/, '') ?? ''
}

const [INTERRUPT, END, BACKSPACE, LINE_ERASE, DELETE] = ['\u0003', '\u0004', '\b', '\u0015', '\u007f']

async function typedLine(terminal: ReadStream, signal: AbortSignal): Promise<string> {
  terminal.setEncoding('utf8')
  const pieces = on(terminal, 'data', { signal })
  // A second question finds the terminal paused by the first.
  terminal.resume()
  let characters: readonly string[] = []
  for await (const [piece] of pieces) {
    const typed = Array.from(String(piece))
    for (const [index, character] of typed.entries()) {
      if (character === '\r' || character === '\n' || character === END) {
        keepRest(terminal, typed.slice(index + 1).join(''))
        return characters.join('')
      }
      if (character === INTERRUPT || characters.length > MOST) throw new ActionNeeded('Nothing was changed.')
      if (character === LINE_ERASE) characters = []
      else if (character === BACKSPACE || character === DELETE) characters = characters.slice(0, -1)
      else characters = [...characters, character]
    }
  }
  return characters.join('')
}

/** What was typed, or pasted, after the line is the answer to the next question. */
function keepRest(terminal: ReadStream, rest: string): void {
  terminal.pause()
  if (rest !== '') terminal.unshift(rest)
}
