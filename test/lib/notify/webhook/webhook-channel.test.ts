import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { MESSAGE, SECRET, receiver, secretFile, told, webhook } from './webhook-scene.ts'

const { signal } = new AbortController()

test('a message is told by POST, for people and for programs', async (t) => {
  const server = await receiver(t)
  server.script.push({ status: 200, body: 'ok' })
  const channel = webhook(`${server.url}/hook?team=1`)
  assert.deepEqual(await channel.send(MESSAGE, signal), [
    { recipient: server.url, result: 'delivered', answer: 'HTTP 200: ok' },
  ])
  const [request] = server.requests
  assert.deepEqual([request?.method, request?.url], ['POST', '/hook?team=1'])
  assert.match(request?.headers['user-agent'] ?? '', /^spoor-hub\/\S+$/)
  assert.equal(request?.headers['content-type'], 'application/json')
  assert.equal(request?.headers['x-spoor-signature-256'], undefined)
  const { sent_at, ...rest } = Object(request?.json)
  assert.ok(Math.abs(Date.parse(sent_at) - (request?.time ?? 0)) < 60_000)
  assert.deepEqual(rest, {
    id: 'message-1',
    thread: 'incident-7',
    time: '2026-11-28T00:00:00.000Z',
    importance: 'high',
    subject: 'Mailbox victim@example.com was taken over',
    text: 'Somebody logged in.',
    data: { mailbox: 'victim@example.com', hosts: 2 },
  })
})

test('what a stranger wrote gives chat servers no orders, and mail addresses stay as they are', async (t) => {
  const server = await receiver(t)
  server.otherwise = { status: 200 }
  const text = '<!channel> <https://example.com|all is well> @everyone (@here) a@everyone <@U1> ann@example.com'
  await webhook(server.url).send({ ...MESSAGE, text, subject: text, data: { text } }, signal)
  const shown = '‹!channel> ‹https://example.com|all is well> ＠everyone (＠here) a＠everyone ‹＠U1> ann@example.com'
  const { json } = server.requests[0] ?? {}
  assert.deepEqual([Object(json).text, Object(json).subject, Object(json).data], [shown, shown, { text }])
})

test('with a secret the bytes of the body are signed as GitHub does; the id is the same in every try', async (t) => {
  const server = await receiver(t)
  server.otherwise = { status: 503 }
  const channel = webhook(server.url, { secretFile })
  await told(channel)
  await told(channel)
  for (const { headers, body, json } of server.requests) {
    const expected = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`
    assert.equal(headers['x-spoor-signature-256'], expected)
    assert.equal(headers['x-spoor-delivery'], 'message-1')
    assert.equal(Object(json).id, 'message-1')
  }
  assert.equal(server.requests.length, 2)
})

test('data that are too long are left out, and that is said', async (t) => {
  const server = await receiver(t)
  const [receipt] = await webhook(server.url).send(
    { ...MESSAGE, data: 'x'.repeat(300_000), text: '"'.repeat(99_999) },
    signal,
  )
  assert.equal(receipt?.result, 'delivered')
  const [request] = server.requests
  assert.ok((request?.body.length ?? 0) <= 256 * 1024)
  assert.deepEqual([Object(request?.json).data, Object(request?.json).data_left_out], [undefined, true])
})

for (const [status, outcome] of [
  [200, /^delivered: HTTP 200$/],
  [204, /^delivered: HTTP 204$/],
  [301, /^refused: The webhook redirects, which is not followed: correct alerts\.channels\.chat\.url \(HTTP 301\)\.$/],
  [307, /^refused: The webhook redirects/],
  [400, /^refused: The webhook refuses the message \(HTTP 400\)\.$/],
  [401, /^refused: /],
  [404, /^refused: There is no such webhook: correct alerts\.channels\.chat\.url/],
  [410, /^refused: The webhook is gone for good/],
  [413, /^refused: /],
  [408, /^later: /],
  [425, /^later: /],
  [429, /^later: The webhook wants fewer messages for now \(HTTP 429\)\.$/],
  [500, /^later: The webhook is out of order \(HTTP 500\)\.$/],
  [503, /^later: /],
  [599, /^later: /],
] as const) {
  test(`HTTP ${status} is understood, and leads nowhere else`, async (t) => {
    const server = await receiver(t)
    const elsewhere = await receiver(t)
    server.otherwise = { status, headers: { location: elsewhere.url } }
    assert.match(await told(webhook(server.url)), outcome)
    assert.deepEqual([server.requests.length, elsewhere.requests.length], [1, 0])
  })
}

test('a server that names a time is not asked before', async (t) => {
  const server = await receiver(t)
  for (const [status, wanted] of [
    [429, true],
    [503, true],
    [400, false],
  ] as const) {
    server.otherwise = { status, headers: { 'retry-after': '120' } }
    const before = Date.now()
    const [receipt] = await webhook(server.url).send(MESSAGE, signal)
    const notBefore = receipt?.result === 'later' ? receipt.notBefore : undefined
    assert.equal(notBefore !== undefined && notBefore >= before + 120_000 && notBefore <= Date.now() + 120_000, wanted)
  }
})

for (const [title, behaviour, outcome] of [
  ['never answers', 'hang', /^later: The webhook did not answer in time: .*chat\.timeout \(ETIMEDOUT\)\.$/],
  ['answers a byte now and then', 'drip', /^later: .*\(ETIMEDOUT\)\.$/],
  ['cuts the connection', 'cut', /^later: The webhook cut the connection before it answered \(ECONNRESET\)\.$/],
] as const) {
  test(`a webhook that ${title} is told as such`, async (t) => {
    const server = await receiver(t)
    server.otherwise = behaviour
    assert.match(await told(webhook(server.url, { timeout: behaviour === 'cut' ? 60_000 : 400 })), outcome)
  })
}

test('what the server says is bounded and plain, and repeats neither the secret nor what permits to send', async (t) => {
  const server = await receiver(t)
  const token = 'T0KENT0KENT0KENT0KEN'
  for (const said of [
    'x'.repeat(1_000_000),
    `\u001b[31mred`,
    `no ${SECRET}`,
    `no ${token}`,
    `/x?key=0123456789abcdef`,
  ]) {
    server.otherwise = { status: 400, body: said }
    const outcome = await told(webhook(`${server.url}/services/${token}?key=0123456789abcdef`, { secretFile }))
    assert.match(outcome, /^refused: /)
    assert.ok(outcome.length < 300)
    assert.doesNotMatch(outcome, /hush|T0KEN|0123456|\p{Cc}/u)
  }
})

test('a try is for those who are named, though the URL was another one then', async (t) => {
  const server = await receiver(t)
  const channel = webhook(server.url)
  assert.deepEqual(await channel.send(MESSAGE, signal, []), [])
  assert.equal(server.requests.length, 0)
  const former = 'https://former.example.com'
  assert.deepEqual(await channel.send(MESSAGE, signal, [former]), [
    { recipient: former, result: 'delivered', answer: 'HTTP 202' },
  ])
})

test('an abort ends a try at once', async (t) => {
  const server = await receiver(t)
  server.otherwise = 'hang'
  const stop = new AbortController()
  const telling = told(webhook(server.url), stop.signal)
  await server.arrived(1)
  stop.abort()
  assert.match(await telling, /^later: /)
})
