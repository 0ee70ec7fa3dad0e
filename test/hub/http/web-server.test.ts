import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { WebServer, type WebServerParts } from '../../../hub/http/web-server.ts'

async function listen(context: TestContext, respond: WebServerParts['respond'], path?: string): Promise<WebServer> {
  const address = path === undefined ? { host: '127.0.0.1', port: 0 } : { path }
  const server = await WebServer.listen(address, { respond, onFull: () => undefined })
  context.after(() => server.close())
  return server
}

const HELLO: WebServerParts['respond'] = async (_request, response) => void response.end('hello')

async function got(options: object): Promise<IncomingMessage> {
  const [response] = await once(httpRequest(options).end(), 'response')
  return response
}

test('a UNIX socket is only for its user, takes the place of a dead one, and goes with the server', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-socket-'))
  context.after(() => rm(folder, { recursive: true }))
  const socketPath = join(folder, 'hub.sock')
  const server = await listen(context, HELLO, socketPath)
  assert.equal((await stat(socketPath)).mode & 0o777, 0o600)
  assert.equal(await text(await got({ socketPath })), 'hello')
  await assert.rejects(listen(context, HELLO, socketPath), /another program listens on .*hub\.sock/)
  await server.close()
  await assert.rejects(stat(socketPath), /ENOENT/)
  await writeFile(socketPath, '')
  await assert.rejects(listen(context, HELLO, socketPath), /something else than a socket/)
})

test('an address that is taken is named', async (context) => {
  const { port } = await listen(context, HELLO)
  const parts = { respond: HELLO, onFull: () => undefined }
  await assert.rejects(WebServer.listen({ host: '127.0.0.1', port }, parts), /another program listens on 127\.0\.0\.1/)
})

test('a stop answers what was asked, and waits for no idle connection', async (context) => {
  const asked = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const server = await listen(context, async (_request, response) => {
    asked.resolve()
    await go.promise
    response.end('late')
  })
  const idle = connect(server.port, '127.0.0.1')
  await once(idle, 'connect')
  const answer = got({ port: server.port, host: '127.0.0.1' })
  await asked.promise
  const closed = server.close()
  await assert.rejects(got({ port: server.port, host: '127.0.0.1' }), /ECONNREFUSED/)
  go.resolve()
  const response = await answer
  assert.equal(await text(response), 'late')
  assert.equal(response.headers.connection, 'close')
  await closed
  idle.destroy()
})

test('clients that send nothing, or half a request, hinder nobody', async (context) => {
  const server = await listen(context, HELLO)
  const slow = Array.from({ length: 200 }, (_, index) => {
    const socket = connect(server.port, '127.0.0.1')
    if (index % 2 === 0) socket.write('POST /api/reports HTTP/1.1\r\nHost: x\r\n')
    return socket
  })
  context.after(() => slow.forEach((socket) => socket.destroy()))
  await Promise.all(slow.map((socket) => once(socket, 'connect')))
  for (let times = 0; times < 20; times += 1)
    assert.equal(await text(await got({ port: server.port, host: '127.0.0.1' })), 'hello')
})
