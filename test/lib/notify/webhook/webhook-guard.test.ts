import assert from 'node:assert/strict'
import net, { type LookupFunction } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { pinOf } from '../../../../lib/http/connection/pin.ts'
import { webhookUrlFault } from '../../../../lib/notify/webhook/webhook-url.ts'
import { startFakeProxy } from '../../../support/fake-proxy.ts'
import { createTestCa } from '../../../support/test-ca.ts'
import { FOLDER, HERE, ca, receiver, secretFile, told, webhook } from './webhook-scene.ts'

const { signal } = new AbortController()

/** A resolver that gives the first of these addresses for a name, the next time the second, and so on. */
function turning(...answers: readonly (readonly string[])[]): LookupFunction & { readonly asked: number } {
  const turn = { asked: 0 }
  const lookup: LookupFunction = (_name, _options, callback) => {
    const addresses = answers[Math.min(turn.asked, answers.length - 1)] ?? []
    turn.asked += 1
    callback(
      null,
      addresses.map((address) => ({ address, family: net.isIP(address) })),
    )
  }
  return Object.defineProperty(Object.assign(lookup, turn), 'asked', { get: () => turn.asked })
}

test('a certificate is verified, and may be pinned', async (t) => {
  const certificate = ca.issue()
  const server = await receiver(t, certificate)
  const pins = [pinOf(certificate.cert)]
  for (const change of [{}, { pins }]) assert.equal(await told(webhook(server.url, change)), 'delivered: HTTP 202')
  const other = { pins: [pinOf(ca.issue().cert)] }
  assert.match(
    await told(webhook(server.url, other)),
    /^later: The webhook has a key .*chat\.pin .*\(PIN_MISMATCH\)\.$/,
  )
  const strange = { caFile: undefined }
  assert.match(await told(webhook(server.url, strange)), /^later: .*not trusted here: name its CA in .*chat\.ca_file/)
  const named = await receiver(t, ca.issue({ names: ['other.example.com'] }))
  assert.match(await told(webhook(named.url)), /^later: .*another name/)
  assert.deepEqual([server.requests.length, named.requests.length], [2, 0])
})

test('an address that is not of the internet is not connected to, unless it is allowed', async (t) => {
  const server = await receiver(t)
  const port = new URL(server.url).port
  for (const host of [
    '127.0.0.1',
    'localhost',
    '127.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ]) {
    const outcome = await told(webhook(`http://${host}:${port}`, { allow: [] }))
    assert.match(
      outcome,
      /^later: (The webhook is at \S+, which is no address of the internet: allow it in alerts\.channels\.chat\.allow|alerts.channels.chat.url: begins with http:)/,
      host,
    )
  }
  assert.equal(server.requests.length, 0)
  assert.equal(await told(webhook(`http://127.0.0.1:${port}`, { allow: ['127.0.0.1'] })), 'delivered: HTTP 202')
})

test('a name is judged by the addresses that it has at the moment of connecting', async (t) => {
  const certificate = ca.issue({ names: ['hook.example.com'] })
  const server = await receiver(t, certificate)
  const url = `https://hook.example.com:${server.port}`
  const inside = [169, 254, 169, 254].join('.')
  for (const [answers, allow, outcome] of [
    [[['127.0.0.1']], [], /^later: The webhook is at 127\.0\.0\.1, which is no/],
    [[[inside]], HERE, /^later: The webhook is at 169\.254\.169\.254, which is no/],
    [[['::ffff:127.0.0.1']], HERE, /^later: The webhook is at ::ffff:127\.0\.0\.1, which is no/],
    [[[inside, '127.0.0.1', '::ffff:127.0.0.1']], ['127.0.0.0/8'], /^delivered: /],
    [[[]], HERE, /^later: The webhook is at no address, /],
    // Asked twice it would answer otherwise: once for the check and once for the connection.
    [[['127.0.0.1'], [inside]], ['127.0.0.0/8'], /^delivered: /],
    [[[inside], ['127.0.0.1']], ['127.0.0.0/8'], /^later: The webhook is at 169/],
  ] as const) {
    const lookup = turning(...answers)
    assert.match(await told(webhook(url, { lookup, allow })), outcome)
    assert.equal(lookup.asked, 1)
  }
})

test('a proxy may stand in a private network, and is not asked for addresses that are not allowed', async (t) => {
  const server = await receiver(t, ca.issue({ names: ['hook.example.com'] }))
  const proxy = await startFakeProxy(undefined, { 'hook.example.com': '127.0.0.1' })
  t.after(() => proxy.close())
  const through = { proxy: proxy.url, allow: [] }
  assert.equal(await told(webhook(`https://hook.example.com:${server.port}`, through)), 'delivered: HTTP 202')
  assert.match(await told(webhook(`https://127.0.0.1:${server.port}`, through)), /^later: The webhook is at 127/)
  assert.equal(proxy.asked.length, 1)
})

test('what is no URL of a webhook is refused, without being repeated', async () => {
  for (const [url, fault] of [
    ['hook.example.com/T0KEN', /is not a URL/],
    ['ftp://hook.example.com/T0KEN', /is not a URL/],
    ['http://hook.example.com/T0KEN', /begins with http:\/\//],
    ['https://T0KEN:x@hook.example.com/', /holds a user or a password/],
  ] as const) {
    const channel = webhook(url)
    for (const text of [webhookUrlFault(url) ?? '', ...(await channel.check(signal)), await told(channel)]) {
      assert.match(text, fault)
      assert.doesNotMatch(text, /T0KEN/)
    }
    assert.doesNotMatch(channel.recipients.join(), /T0KEN/)
  }
})

test('a check connects as a try does, and asks for nothing', async (t) => {
  for (const certificate of [undefined, ca.issue()]) {
    const server = await receiver(t, certificate)
    assert.deepEqual(await webhook(server.url, { secretFile }).check(signal), [])
    assert.equal(server.requests.length, 0)
    const forbidden = await webhook(server.url, { allow: [] }).check(signal)
    assert.match(forbidden.join(), /^The webhook is at \S+, which is no address of the internet/)
  }
  const strange = await receiver(t, createTestCa().issue())
  assert.match(
    (await webhook(strange.url).check(signal)).join(),
    /^The certificate of the webhook is from an authority/,
  )
  const deaf = net.createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
  t.after(() => deaf.close())
  await new Promise((resolve) => deaf.once('listening', resolve))
  const address = deaf.address()
  const url = `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  assert.match((await webhook(url, { timeout: 300 }).check(signal)).join(), /\(ETIMEDOUT\)\.$/)
  assert.match((await webhook('http://127.0.0.1:9').check(signal)).join(), /^The webhook refused the connection/)
  const missing = await webhook('http://127.0.0.1:9', { secretFile: join(FOLDER, 'none') }).check(signal)
  assert.match(missing.join(), /none: is not there/)
})
