import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { watchStatus } from '../../../agent/status/watch-status.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'

const [ENTER, LEAVE] = ['\u001b[?1049h\u001b[?25l', '\u001b[?25h\u001b[?1049l']

/** Watches until as many screens were shown as there are texts; what the terminal got. */
async function watched(show: (shown: number) => string, rows = 10): Promise<string> {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows })
  const stop = new AbortController()
  let shown = 0
  await watchStatus({
    stdout,
    signal: stop.signal,
    interval: 1,
    show: async (height) => {
      assert.equal(height, rows - 2)
      shown += 1
      if (shown > 2) stop.abort()
      return show(shown)
    },
  })
  return text(stdout.end())
}

test('each look takes the place of the one before, and what stood on the terminal comes back', async () => {
  const output = await watched((shown) => `look ${shown}\n`)
  assert.ok(output.startsWith(ENTER) && output.endsWith(LEAVE))
  const screens = output.slice(ENTER.length, -LEAVE.length).split('\u001b[H').slice(1)
  assert.equal(screens.length, 2)
  assert.match(
    (screens[1] ?? '').replaceAll('\u001b[', '^'),
    /^look 2\^K\r\n\^K\r\nevery 0 s, last at .*; Ctrl-C ends this\^K\^J$/,
  )
})

test('what does not fit is counted', async () => {
  const output = await watched(() => 'line\n'.repeat(20), 6)
  assert.match(
    output,
    /line\S+\r\nline\S+\r\nline\S+\r\n\(17 more lines: make the window higher, or leave out --watch\)/,
  )
})

test('what cannot be looked at is shown, and the watch goes on', async () => {
  const output = await watched((shown) => {
    if (shown === 1) throw new ActionNeeded('run this as root')
    return 'well\n'
  })
  assert.match(output, /run this as root.*well/s)
})

test('a bug ends the watch, and the terminal is as before', async () => {
  const stdout = new PassThrough()
  const show = (): Promise<string> => Promise.reject(new TypeError('bug'))
  const signal = new AbortController().signal
  await assert.rejects(watchStatus({ stdout, signal, interval: 1, show }), /bug/)
  assert.ok((await text(stdout.end())).endsWith(LEAVE))
})
