import assert from 'node:assert/strict'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { type Client, TrustedProxies } from '../../../hub/http/proxies.ts'

const PROXIES = new TrustedProxies(['192.0.2.10', '198.51.100.0/24'])

function clientBehind(peer: string, forwarded?: string, proto?: string): Client {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: peer === '' ? undefined : peer })
  const request = new IncomingMessage(socket)
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded
  if (proto !== undefined) request.headers['x-forwarded-proto'] = proto
  return PROXIES.clientOf(request)
}

test('the client is the last address on the way that is no trusted proxy', () => {
  const cases: readonly (readonly [peer: string, forwarded: string | undefined, client: string])[] = [
    ['203.0.113.5', undefined, '203.0.113.5'],
    ['::ffff:203.0.113.5', undefined, '203.0.113.5'],
    ['192.0.2.10', '203.0.113.5', '203.0.113.5'],
    ['::ffff:192.0.2.10', '203.0.113.5', '203.0.113.5'],
    // What the client itself wrote comes first.
    ['192.0.2.10', '192.0.2.99, 203.0.113.5', '203.0.113.5'],
    ['192.0.2.10', '203.0.113.5, 198.51.100.3', '203.0.113.5'],
    ['192.0.2.10', 'nonsense', '192.0.2.10'],
    ['192.0.2.10', 'nonsense, 198.51.100.3', '198.51.100.3'],
    ['192.0.2.10', undefined, '192.0.2.10'],
    // Through a UNIX socket.
    ['', '203.0.113.5', '203.0.113.5'],
    ['', undefined, ''],
  ]
  for (const [peer, forwarded, client] of cases)
    assert.equal(clientBehind(peer, forwarded).address, client, `${peer} with ${forwarded}`)
})

test('a proxy that nobody named is not believed, and noticed', () => {
  const client = clientBehind('203.0.113.5', '192.0.2.1', 'https')
  assert.deepEqual(client, { address: '203.0.113.5', isSecure: false, isProxyUnknown: true })
  assert.equal(clientBehind('192.0.2.10', '203.0.113.5', 'https').isSecure, true)
  assert.equal(clientBehind('192.0.2.10', '203.0.113.5', 'http').isSecure, false)
})
