import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { secretLine } from '../../../lib/terminal/secret-line.ts'

/** What was typed or written, and what was asked. */
async function lineOf(stdin: PassThrough): Promise<{ readonly line: string; readonly asked: string }> {
  const stderr = new PassThrough()
  const io = { stdin, stdout: new PassThrough(), stderr, signal: new AbortController().signal }
  const line = await secretLine(io, 'Password: ')
  return { line, asked: String(stderr.read() ?? '') }
}

function written(...pieces: readonly (string | Buffer)[]): PassThrough {
  const stdin = new PassThrough()
  for (const piece of pieces) stdin.write(piece)
  return stdin.end() && stdin
}

/** A terminal that keeps what was asked of it. */
class Terminal extends PassThrough {
  readonly isTTY = true
  readonly modes: boolean[] = []
  setRawMode(mode: boolean): void {
    this.modes.push(mode)
  }
}

test('of a file or a pipe the first line counts, without being asked for', async () => {
  const letter = Buffer.from('é')
  assert.deepEqual(await lineOf(written('cor', 'rect\r\nnext\n')), { line: 'correct', asked: '' })
  assert.equal((await lineOf(written(letter.subarray(0, 1), letter.subarray(1)))).line, 'é')
  assert.equal((await lineOf(written())).line, '')
  await assert.rejects(lineOf(written('x'.repeat(5000))), /too long/)
})

test('what is typed on a terminal is asked for, not shown, and can be mended', async () => {
  const terminal = new Terminal()
  const typed = lineOf(terminal)
  for (const piece of ['wrong\u0015', 'corrr', '\u007f', 'ect', '\r']) terminal.write(piece)
  assert.deepEqual(await typed, { line: 'correct', asked: 'Password: \n' })
  assert.deepEqual(terminal.modes, [true, false])
  const again = lineOf(terminal)
  terminal.write('correct\r')
  assert.equal((await again).line, 'correct', 'a second question')
})

test('Ctrl-C ends the question and shows what is typed again', async () => {
  const terminal = new Terminal()
  const typed = lineOf(terminal)
  terminal.write('abc\u0003')
  await assert.rejects(typed, /Nothing was changed/)
  assert.deepEqual(terminal.modes, [true, false])
})
