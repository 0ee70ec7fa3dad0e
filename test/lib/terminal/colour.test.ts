import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { lengthOf, painterOf } from '../../../lib/terminal/colour.ts'

const terminal = Object.assign(new PassThrough(), { isTTY: true })
const file = new PassThrough()

function isPainted(stream: PassThrough, env: NodeJS.ProcessEnv): boolean {
  return painterOf(stream, env)('bad', 'text') !== 'text'
}

test('good, doubtful and bad are green, yellow and red on a terminal', () => {
  const paint = painterOf(terminal, { TERM: 'xterm' })
  assert.deepEqual(
    (['good', 'doubtful', 'bad'] as const).map((shade) => paint(shade, 'text')),
    ['\u001b[32mtext\u001b[39m', '\u001b[33mtext\u001b[39m', '\u001b[31mtext\u001b[39m'],
  )
  assert.equal(lengthOf(paint('good', 'text')), 4)
})

test('a file and a dumb terminal get no colours', () => {
  assert.equal(isPainted(file, { TERM: 'xterm' }), false)
  assert.equal(isPainted(terminal, { TERM: 'dumb' }), false)
  assert.equal(isPainted(terminal, {}), true)
})

test('the environment decides, and a no wins', () => {
  const cases: [NodeJS.ProcessEnv, boolean, boolean][] = [
    [{ NO_COLOR: '1' }, false, false],
    [{ NO_COLOR: '' }, true, false],
    [{ FORCE_COLOR: '1' }, true, true],
    [{ FORCE_COLOR: 'true' }, true, true],
    [{ FORCE_COLOR: '0' }, false, false],
    [{ FORCE_COLOR: 'false' }, false, false],
    [{ FORCE_COLOR: '' }, true, false],
    [{ CLICOLOR_FORCE: '1' }, true, true],
    [{ CLICOLOR_FORCE: '0' }, true, false],
    [{ CLICOLOR: '0' }, false, false],
    [{ CLICOLOR: '0', CLICOLOR_FORCE: '1' }, true, true],
    [{ FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
    [{ NO_COLOR: '1', CLICOLOR_FORCE: '1' }, false, false],
  ]
  for (const [env, onTerminal, inFile] of cases) {
    assert.deepEqual([isPainted(terminal, env), isPainted(file, env)], [onTerminal, inFile], JSON.stringify(env))
  }
})
