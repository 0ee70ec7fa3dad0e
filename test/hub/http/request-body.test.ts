import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { constants, deflateRawSync } from 'node:zlib'
import type { Route } from '../../../hub/http/route.ts'
import { runHub } from '../../support/running-hub.ts'
import { testOnStores } from '../../support/stores.ts'

const MOST = 1024 ** 2
/** Routes that say how long the body is, at once or when they are told to go on. */
function routes(waits = Promise.resolve(), onBody = (): void => undefined): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/length',
      caller: 'anybody',
      most: MOST,
      answer: async ({ body, waiting }) => ({ status: 200, body: { json: [body.length, waiting.taken] } }),
    },
    {
      method: 'POST',
      path: '/wait',
      caller: 'anybody',
      most: 60 * MOST,
      answer: async () => {
        onBody()
        await waits
        return { status: 200 }
      },
    },
  ]
}

/** A gzip stream of a GiB of zeros, made of one deflated MiB again and again. */
function bomb(): Buffer {
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
  const block = deflateRawSync(Buffer.alloc(MOST), { finishFlush: constants.Z_FULL_FLUSH })
  return Buffer.concat([head, ...Array<Buffer>(1024).fill(block)])
}

testOnStores('a body that inflates to a GiB is refused after the first MiB', async (store, context) => {
  const hub = await runHub(store, context, { routes: routes() })
  const packed = bomb()
  assert.ok(packed.length < 2 * MOST)
  const headers = { 'content-encoding': 'gzip' }
  const before = process.memoryUsage().arrayBuffers
  const refused = await hub.ask('/length', { method: 'POST', headers, body: packed.subarray(0, MOST) })
  assert.equal(refused.status, 413)
  assert.ok(process.memoryUsage().arrayBuffers - before < 64 * MOST)
  const { json } = await hub.ask('/length', { method: 'POST', body: 'abc' })
  assert.deepEqual(json, [3, 3], 'what was taken is given back')
})

testOnStores(
  'a body that says its length is refused before it comes, and one without while it comes',
  async (store, context) => {
    const hub = await runHub(store, context, { routes: routes() })
    const { port } = new URL(hub.url)
    const socket = connect(Number(port), '127.0.0.1')
    context.after(() => socket.destroy())
    socket.write(`POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: ${MOST + 1}\r\nExpect: 100-continue\r\n\r\n`)
    const [answer] = await once(socket, 'data')
    assert.match(String(answer), /^HTTP\/1\.1 413 /)
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) })
    const init = { method: 'POST', body: endless, duplex: 'half' } as const
    assert.equal((await hub.ask('/length', init)).status, 413)
  },
)

testOnStores(
  'when too much waits, further bodies are refused for now, and small ones fit again later',
  async (store, context) => {
    const [waits, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const hub = await runHub(store, context, { routes: routes(waits.promise, begun.resolve) })
    const wait = (megabytes: number): ReturnType<typeof hub.ask> =>
      hub.ask('/wait', { method: 'POST', body: Buffer.alloc(megabytes * MOST) })
    const large = wait(60)
    await begun.promise
    const refused = await wait(10)
    assert.equal(refused.status, 429)
    assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/)
    waits.resolve()
    assert.equal((await large).status, 200)
    assert.equal((await wait(10)).status, 200)
  },
)

testOnStores('a client that goes away with half a body sent gives back what it took', async (store, context) => {
  const hub = await runHub(store, context, { routes: routes() })
  const socket = connect(Number(new URL(hub.url).port), '127.0.0.1')
  socket.write(`POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabcde`)
  const taken = async (): Promise<unknown> => (await hub.ask('/length', { method: 'POST', body: 'x' })).json
  for (let json = await taken(); JSON.stringify(json) !== '[1,6]'; json = await taken());
  socket.destroy()
  for (let json = await taken(); JSON.stringify(json) !== '[1,1]'; json = await taken());
  const { json } = await hub.ask('/length', { method: 'POST', body: Buffer.alloc(MOST) })
  assert.deepEqual(json, [MOST, MOST], 'of many pieces')
})
