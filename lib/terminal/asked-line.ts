import { on } from 'node:events'
import type { ReadStream } from 'node:tty'
import type { Io } from '../command-line/command.ts'
import { ActionNeeded } from '../system/errors.ts'

/** More characters than an answer that somebody types. */
const MOST = 4096

/**
 * One line that somebody types on a terminal, which shows it; without its end and the space around it. What follows it,
 * as after a paste, is the answer to the next question. Throws `ActionNeeded` if the terminal ends, or by Ctrl-C.
 */
export async function askedLine({ stderr, signal }: Io, terminal: ReadStream, question: string): Promise<string> {
  stderr.write(question)
  terminal.setEncoding('utf8')
  const text = await untilNewline(terminal, signal)
  const [line = '', ...rest] = text.split('\n')
  if (rest.length === 0) throw new ActionNeeded('Nothing was changed.')
  const after = rest.join('\n')
  if (after !== '') terminal.unshift(after)
  return line.trim()
}

async function untilNewline(terminal: ReadStream, signal: AbortSignal): Promise<string> {
  let text = ''
  try {
    const pieces = on(terminal, 'data', { signal, close: ['end'] })
    // The question before paused it.
    terminal.resume()
    for await (const [piece] of pieces) {
      text += String(piece)
      if (text.includes('\n') || text.length > MOST) break
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    terminal.pause()
  }
  return text
}
