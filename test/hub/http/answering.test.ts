import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { send } from '../../../hub/http/answering.ts'

const PIECE = 64 * 1024

test('of an answer that a client does not take, no more than three pieces are made and kept', async (t) => {
  let made = 0
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  async function* endless(): AsyncGenerator<string> {
    for (;;) {
      made += PIECE
      yield 'x'.repeat(PIECE)
    }
  }
  const server = createServer((_, response) => {
    resolve(response)
    send(response, { status: 200, body: { type: 'text/event-stream', text: endless() } }).catch(() => undefined)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const client = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1')
  t.after(() => {
    client.destroy()
    server.close()
  })
  client.pause().write('GET / HTTP/1.1\r\nhost: hub.example.com\r\n\r\n')
  const response = await promise
  // The kernel takes some megabytes; then nothing goes on, however often the loop turns.
  const sent = (): number => (response.socket?.bytesWritten ?? 0) - (response.socket?.writableLength ?? 0)
  for (let [before, still] = [-1, 0]; still < 200; await setImmediate()) {
    still = before === sent() && response.writableNeedDrain ? still + 1 : 0
    before = sent()
  }
  assert.ok(response.writableLength <= 2 * PIECE, `${response.writableLength} bytes wait`)
  assert.ok(made - sent() <= 3 * PIECE, `${made - sent()} bytes were made beyond what was sent`)
})
