// What holds for every probe, whatever its target does.
import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import * as v from 'valibot'
import type { ProbeResult } from '../../../agent/probes/probe.ts'
import { PROBES } from '../../../agent/probes/probes.ts'
import { KNOWN_SERVICES } from '../../../agent/probes/tcp/services.ts'
import { playService } from './probe-scene.ts'

/** Milliseconds that a run has: what ends without a word may be waited for until they are over. */
const LIMIT = 10_000

/** Settings of every probe, for a service at this port. */
function settingsAt(port: number): readonly (readonly [string, object])[] {
  const at = { port: String(port) }
  const mailServer = { ...at, user: 'anna', password_file: '/nowhere/password' }
  return [
    ...Object.keys(KNOWN_SERVICES).map((service) => ['tcp', { ...at, service }] as const),
    ['tcp', { ...at, tls: 'true' }],
    ['http', { url: `http://127.0.0.1:${port}/` }],
    ['http', { url: `https://127.0.0.1:${port}/` }],
    ['dns', { ...at, transport: 'tcp', query: 'example.com' }],
    ['mysql', at],
    ['postgres', at],
    ['fastcgi', at],
    ['mail', { from: 'a@example.com', to: 'b@example.com', smtp: at, imap: mailServer, gtube: 'filtered' }],
    ['ping', { host: '127.0.0.1' }],
    ['unit', { unit: 'exim' }],
    ['process', { process: 'exim' }],
    ['command', { exec: ['/bin/sh', '-c', 'sleep 1000'] }],
    ['disk', {}],
    ['host', {}],
    ['queue', {}],
    ['updates', {}],
  ]
}

async function result(name: string, written: object, signal: AbortSignal): Promise<ProbeResult> {
  const probe = PROBES.find((each) => each.name === name) ?? assert.fail(name)
  const tools = {
    check: 'checked',
    signal,
    now: () => Date.now(),
    elapsed: () => 0,
    step: ({ text }: { text: string }) => shown(text),
  }
  return probe.run(v.parse(probe.settings, written), tools)
}

/** Nothing in it steers who shows it. */
function shown(text: string): void {
  assert.doesNotMatch(text, /[\p{Cc}\u2028-\u202e]/u)
  assert.ok(text.length < 600, text)
}

suite('every probe', () => {
  test('has a result if its time is over before it begins', async (t) => {
    const { port } = await playService(t, () => undefined)
    const settings = settingsAt(port)
    assert.deepEqual(new Set(settings.map(([name]) => name)), new Set(PROBES.map(({ name }) => name)))
    for (const [name, written] of settings) shown((await result(name, written, AbortSignal.abort())).text)
  })

  test('of a service has a result, whatever that says and then ends, in whatever pieces', async (t) => {
    let said: readonly Uint8Array[] = []
    const { port } = await playService(t, (socket: Socket) => {
      for (const piece of said) socket.write(piece)
      socket.resume().end()
    })
    const settings = settingsAt(port).filter(([, written]) => 'port' in written || 'url' in written)
    const line = fc.constantFrom(
      '220 x\r\n',
      '250-STARTTLS\r\n',
      '250 x\r\n',
      '* OK x\r\n',
      'a OK x\r\n',
      '+OK\r\n',
      'HTTP/1.1 200 OK\r\n',
      '\r\n',
    )
    const piece = fc.oneof(
      line.map((text): Uint8Array => Buffer.from(text)),
      fc.uint8Array({ maxLength: 100 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 8 }),
        fc.constantFrom(...settings),
        async (pieces, [name, written]) => {
          said = pieces
          shown((await result(name, written, AbortSignal.timeout(LIMIT))).text)
        },
      ),
      { numRuns: 400 },
    )
  })
})
