import assert from 'node:assert/strict'
import net from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { createTestCa } from '../../../support/test-ca.ts'
import { FOLDER, PASSWORD, ca, loggingIn, mailServer, mailTo, sent } from './mail-scene.ts'

test('what is said in clear after STARTTLS, by whoever is on the way, is not believed', async (t) => {
  const relay = await mailServer(t, { certificate: ca.issue() })
  relay.extensions = []
  relay.does = (line) => (line === 'STARTTLS' ? '220 go on\r\n250 AUTH PLAIN' : undefined)
  const [outcome] = await sent(mailTo(relay.port, { ...loggingIn(), timeout: 300 }))
  assert.match(outcome ?? '', /^later: /)
  assert.ok(!relay.lines.some((line) => line.includes('AUTH')))
})

test('a relay whose certificate is not trusted, or not its own, gets no password', async (t) => {
  for (const [certificate, caFile, code] of [
    [ca.issue(), undefined, /another authority|not trusted here: name its CA in alerts\.channels\.staff\.ca_file/],
    [createTestCa().issue(), join(FOLDER, 'ca.pem'), /not trusted here/],
    [
      ca.issue({ names: ['other.example.com'] }),
      join(FOLDER, 'ca.pem'),
      /for another name: check alerts\.channels\.staff\.host/,
    ],
    [ca.issue({ to: new Date(0) }), join(FOLDER, 'ca.pem'), /has expired/],
  ] as const) {
    for (const tls of ['starttls', 'implicit'] as const) {
      const relay = await mailServer(t, { certificate, implicit: tls === 'implicit' })
      const [outcome] = await sent(mailTo(relay.port, { ...loggingIn(), caFile, tls }))
      assert.match(outcome ?? '', /^later: /)
      assert.match(outcome ?? '', code)
      assert.ok(!relay.lines.some((line) => line.includes('AUTH')))
    }
  }
})

for (const [title, at, behaviour, outcome] of [
  [
    'refuses the message',
    '.',
    '554 5.7.1 spam',
    /^refused: The mail server refuses this message \(554 5\.7\.1 spam\)\.$/,
  ],
  ['wants the message later', '.', '452 4.3.1 disk full', /^later: .*\(452 4\.3\.1 disk full\)\.$/],
  ['wants no data for now', 'DATA', '451 busy', /^later: /],
  ['has lost its thread', 'DATA', '503 no transaction', /^later: /],
  [
    'takes no mail from here',
    'CONNECT',
    '554 no',
    /^later: The mail server takes no mail from spoor-hub.*\(554 no\)\.$/,
  ],
  ['is busy', 'CONNECT', '421 busy', /^later: The mail server wants no mail for now \(421 busy\)\.$/],
  [
    'does not know the sender',
    'MAIL',
    '550 no',
    /^later: The mail server takes no mail from spoor@host\.example\.com: /,
  ],
  [
    'wants a user',
    'MAIL',
    '530 5.7.0 login',
    /^later: The mail server wants a user: write alerts\.channels\.staff\.user/,
  ],
  ['goes away in between', 'RCPT', '421 bye', /^later: .*\(421 bye\)\.$/],
  ['speaks no SMTP', 'CONNECT', '200 HTTP', /^later: .*\(200 HTTP\)\.$/],
  ['cuts the connection at once', 'CONNECT', 'cut', /^later: The mail server cut the connection .*\(ECONNRESET\)\.$/],
  ['cuts the connection before it has said it took the mail', '.', 'cut', /^later: .*\(ECONNRESET\)\.$/],
  [
    'never greets',
    'CONNECT',
    'hang',
    /^later: The mail server did not answer in time: .*staff\.timeout \(ETIMEDOUT\)\.$/,
  ],
  ['never answers', 'MAIL', 'hang', /^later: .*\(ETIMEDOUT\)\.$/],
  ['never says that it took the mail', '.', 'hang', /^later: .*\(ETIMEDOUT\)\.$/],
  ['answers a byte now and then', 'MAIL', 'drip', /^later: .*\(ETIMEDOUT\)\.$/],
  ['answers without an end', 'EHLO', 'endless', /^later: What answers as the mail server does not speak SMTP: /],
] as const) {
  test(`a relay that ${title} is told as such, and its connection is not kept`, async (t) => {
    const relay = await mailServer(t)
    relay.does = (line) => (line.startsWith(at) ? behaviour : undefined)
    const timeout = behaviour === 'hang' || behaviour === 'drip' ? 400 : 60_000
    const [told] = await sent(mailTo(relay.port, { timeout }))
    assert.match(told ?? '', outcome)
    while (relay.open > 0) await new Promise(setImmediate)
  })
}

test('what answers in another language is told as such', async (t) => {
  const other = net.createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.2\r\n'))
  t.after(() => other.close())
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const [told] = await sent(mailTo(typeof address === 'object' && address ? address.port : 0))
  assert.match(
    told ?? '',
    /^later: What answers as the mail server does not speak SMTP: check alerts\.channels\.staff\.host/,
  )
})

test('a relay that is down is told as such', async () => {
  assert.match(
    (await sent(mailTo(9)))[0] ?? '',
    /^later: The mail server refused the connection: .*\(ECONNREFUSED\)\.$/,
  )
})

test('what the server says is bounded and plain, and holds no password, however it is written', async (t) => {
  const relay = await mailServer(t, { certificate: ca.issue() })
  const long = `550 \u001b[31m${'x'.repeat(2000)}` as const
  relay.does = (line) => (line.startsWith('RCPT') ? long : undefined)
  const [told] = await sent(mailTo(relay.port))
  assert.ok((told ?? '').length < 300)
  assert.doesNotMatch(told ?? '', /\p{Cc}/u)
  const echoed = Buffer.from(`\0me\0${PASSWORD}`).toString('base64')
  for (const text of [PASSWORD, echoed]) {
    relay.does = (line) => (line.startsWith('AUTH') ? `535 wrong: ${text}` : undefined)
    const [refusal] = await sent(mailTo(relay.port, { ...loggingIn() }))
    assert.match(
      refusal ?? '',
      /^later: The mail server refuses user and password: correct alerts\.channels\.staff\.user/,
    )
    assert.doesNotMatch(refusal ?? '', new RegExp(`hush|${RegExp.escape(echoed)}`))
  }
})

test('an abort ends a try at once', async (t) => {
  const relay = await mailServer(t)
  relay.does = (line) => (line.startsWith('MAIL') ? 'hang' : undefined)
  const stop = new AbortController()
  const sending = sent(mailTo(relay.port), stop.signal)
  while (!relay.lines.some((line) => line.startsWith('clear: MAIL'))) await new Promise(setImmediate)
  stop.abort()
  assert.match((await sending)[0] ?? '', /^later: /)
  while (relay.open > 0) await new Promise(setImmediate)
})
