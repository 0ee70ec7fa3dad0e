import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import type { ReadStream } from 'node:tty'
import { askedLine } from '../../../lib/terminal/asked-line.ts'
import { secretLine } from '../../../lib/terminal/secret-line.ts'

/** A terminal, and what was asked on it. */
function terminalScene(signal = new AbortController().signal): {
  readonly terminal: PassThrough
  readonly ask: (question: string) => Promise<string>
  readonly askSecret: () => Promise<string>
  readonly asked: () => string
} {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined })
  const stderr = new PassThrough()
  const io = { stdin: terminal, stdout: new PassThrough(), stderr, signal }
  return {
    terminal,
    // oxlint-disable-next-line no-unsafe-type-assertion -- all that is used of a terminal is there
    ask: (question) => askedLine(io, terminal as unknown as ReadStream, question),
    askSecret: () => secretLine(io, 'Secret: '),
    asked: () => String(stderr.read() ?? ''),
  }
}

test('a line is asked for, and what was typed ahead answers the next questions', async () => {
  const { terminal, ask, askSecret, asked } = terminalScene()
  terminal.write(' one \ntwo\nthree\r')
  assert.deepEqual([await ask('1? '), await ask('2? '), await askSecret()], ['one', 'two', 'three'])
  const fourth = ask('4? ')
  for (const piece of ['fo', 'ur', '\n']) terminal.write(piece)
  assert.equal(await fourth, 'four')
  assert.equal(asked(), '1? 2? Secret: \n4? ')
})

test('what is typed after a secret answers the next question', async () => {
  const { terminal, ask, askSecret } = terminalScene()
  terminal.write('secret\nafter\n')
  assert.deepEqual([await askSecret(), await ask('? ')], ['secret', 'after'])
})

test('Ctrl-C, and the end of the terminal, end the question', async () => {
  const stop = new AbortController()
  const { ask } = terminalScene(stop.signal)
  const waiting = ask('? ')
  stop.abort()
  await assert.rejects(waiting, { message: 'Nothing was changed.' })
  const { terminal, ask: askAgain } = terminalScene()
  terminal.end('half')
  await assert.rejects(askAgain('? '), { message: 'Nothing was changed.' })
})
