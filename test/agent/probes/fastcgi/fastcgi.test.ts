import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fastcgi } from '../../../../agent/probes/fastcgi/fastcgi.ts'
import { playService, runProbe } from '../probe-scene.ts'

function record(type: number, content: string, padding = 0): Buffer {
  const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, padding, 0])
  return Buffer.concat([head, Buffer.from(content, 'latin1'), Buffer.alloc(padding)])
}

suite('an application server', () => {
  test('that answers is ok, with what it says, known page or not', async (t) => {
    for (const [output, words] of [
      ['Content-type: text/plain\r\n\r\npong', 'answered pong'],
      ['Status: 404 Not Found\r\nContent-type: text/html\r\n\r\nFile not found.', 'answered 404 Not Found'],
      ['', 'answered with nothing'],
    ] as const) {
      const asked = Promise.withResolvers<Buffer>()
      const { socket } = await playService(
        t,
        (each) =>
          each.once('data', (bytes: Buffer) => {
            asked.resolve(bytes)
            each.end(Buffer.concat([record(7, 'a warning'), record(6, output, 3), record(3, '\0'.repeat(8))]))
          }),
        { isLocal: true },
      )
      const { verdict, text } = await runProbe(fastcgi, { socket })
      assert.deepEqual({ verdict, text }, { verdict: 'ok', text: `${socket} ${words}` })
      assert.ok((await asked.promise).includes('SCRIPT_NAME/ping'))
    }
  })

  test('that ends early, never ends, or speaks something else has failed', async (t) => {
    const early = await playService(t, (socket) => socket.once('data', () => socket.end(record(6, 'x'))))
    assert.match((await runProbe(fastcgi, { port: String(early.port) })).text, /ended the connection instead of saying/)
    const other = await playService(t, (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad\r\n')))
    assert.match((await runProbe(fastcgi, { port: String(other.port) })).text, /does not speak FastCGI$/)
    const endless = await playService(t, (socket) => {
      const more = (): void => {
        while (socket.writable && socket.write(record(6, 'x'.repeat(1000))));
      }
      socket.once('data', more).on('drain', more)
    })
    assert.match((await runProbe(fastcgi, { port: String(endless.port) })).text, /said more than 64 KiB/)
  })
})
