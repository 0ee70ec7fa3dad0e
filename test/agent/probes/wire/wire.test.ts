import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import net from 'node:net'
import { suite, test } from 'node:test'
import { http } from '../../../../agent/probes/http/http.ts'
import { tcp } from '../../../../agent/probes/tcp/tcp.ts'
import { placeElsewhere, placeInWords } from '../../../../agent/probes/wire/place.ts'
import { connectionFault } from '../../../../agent/probes/wire/probe-fault.ts'
import { createTestCa } from '../../../support/test-ca.ts'
import { playService, runProbe } from '../probe-scene.ts'

function openSockets(): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:')
    } catch {
      return false
    }
  }).length
}

suite('a connection', () => {
  test('is left by each run, in clear or with TLS, whatever came of it', async (t) => {
    const certificate = createTestCa().issue()
    const { port } = await playService(t, (socket) => socket.resume().write('220 \r\n'), { certificate })
    const run = async (): Promise<void> => {
      for (const expect of ['^220', '^never'])
        await runProbe(tcp, { port: String(port), tls: 'true', script: [{ expect, unless: '^' }] })
      await runProbe(tcp, { port: String(port), script: [{ send: 'EHLO localhost' }, { expect: '^220' }] })
      await runProbe(http, { url: `https://127.0.0.1:${port}/` })
    }
    await run()
    const before = openSockets()
    for (let times = 0; times < 20; times += 1) await run()
    // The side of the server ends in its own time.
    while (openSockets() > before) await new Promise(setImmediate)
  })

  test('is made to an address of IPv6', async (t) => {
    const server = net.createServer((socket) => socket.end()).listen(0, '::1')
    await once(server, 'listening')
    t.after(() => server.close())
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    assert.equal((await runProbe(tcp, { host: '::1', port: String(port) })).text, `[::1]:${port} took the connection`)
  })

  test('to a host by its name tells how long the name was looked up', async (t) => {
    const { port } = await playService(t, (socket) => socket.end())
    const { verdict, gauges } = await runProbe(tcp, { host: 'localhost', port: String(port) })
    assert.equal(verdict, 'ok')
    assert.deepEqual(
      gauges?.map(({ name }) => name),
      ['lookup_seconds', 'connect_seconds', 'conversation_seconds'],
    )
    const unknown = await runProbe(tcp, { host: 'no-such-host.invalid', port: String(port) })
    assert.match(unknown.text, /ENOTFOUND|EAI_AGAIN/)
  })

  test('leads to this machine or to another, as far as its name tells', () => {
    assert.equal(placeElsewhere({ host: 'localhost', port: 1 }), undefined)
    assert.equal(placeElsewhere({ socket: '/run/x' }), undefined)
    assert.equal(placeElsewhere({ host: 'mail.example.com', port: 1 }), 'mail.example.com:1')
    assert.equal(placeInWords({ host: 'mail.example.com', port: 1 }), 'mail.example.com:1')
  })

  test('that this machine cannot make says nothing about the other side', () => {
    for (const [code, verdict] of [
      ['ECONNREFUSED', 'failed'],
      ['EHOSTUNREACH', 'failed'],
      ['ENOTFOUND', 'failed'],
      ['ENETUNREACH', 'unknown'],
      ['EAI_AGAIN', 'unknown'],
      ['EMFILE', 'unknown'],
      ['EACCES', 'unknown'],
    ] as const)
      assert.equal(connectionFault(Object.assign(new Error(code), { code }), '192.0.2.1:25').verdict, verdict)
  })
})
