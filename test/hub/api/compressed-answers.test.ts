import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { gunzipSync } from 'node:zlib'
import document from '../../../docs/hub/openapi.json' with { type: 'json' }
import { kindNumber } from '../../../hub/store/number-words.ts'
import { apiScene } from '../../support/api-scenario.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

interface Raw {
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** Asks without anything that inflates by itself. */
function raw(url: string, headers: Readonly<Record<string, string>>, method = 'GET'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ headers: answer.headers, bytes: Buffer.concat(chunks) }))
    })
    asked.on('error', reject).end()
  })
}

testOnStores('what holds no text of strangers is compressed for whom takes it, and nothing else', async (store, t) => {
  const { viewer } = await apiScene(store)
  const agent = await agentIn(store, 'web3.example.com')
  const kinds = ['login', 'login_failed', 'forward_added'] as const
  const events = Array.from({ length: 120 }, (_, index) =>
    eventOf(agent, `e${index}`, { time: NOW - index * 3600, kind: kindNumber(kinds[index % 3] ?? 'login') }),
  )
  await store.keep(arrivalOf(agent, events))
  const hub = await runHub(store, t)
  const packing = { ...viewer, 'accept-encoding': 'br, gzip' }
  const told = await raw(`${hub.url}/api/v1/openapi.json`, packing)
  assert.equal(told.headers['content-encoding'], 'gzip')
  assert.ok(told.bytes.length < 30_000, `${told.bytes.length}`)
  assert.deepEqual(JSON.parse(gunzipSync(told.bytes).toString()), document)
  const counts = `${hub.url}/api/v1/counts`
  const [packed, plain] = [await raw(counts, packing), await raw(counts, { ...viewer })]
  assert.deepEqual([packed.headers['content-encoding'], plain.headers['content-encoding']], ['gzip', undefined])
  assert.equal(gunzipSync(packed.bytes).toString(), plain.bytes.toString())
  assert.deepEqual([packed.headers.vary, plain.headers.vary], ['accept-encoding', 'accept-encoding'])
  const refusing = await raw(counts, { ...viewer, 'accept-encoding': 'gzip;q=0' })
  assert.equal(refusing.headers['content-encoding'], undefined)
  const head = await raw(counts, packing, 'HEAD')
  assert.deepEqual([head.bytes.length, head.headers['content-length']], [0, String(packed.bytes.length)])
  for (const path of ['events?limit=100', 'export', 'hosts', 'facets', 'me'])
    assert.equal((await raw(`${hub.url}/api/v1/${path}`, packing)).headers['content-encoding'], undefined, path)
})
