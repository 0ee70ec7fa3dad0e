import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { suite, test } from 'node:test'
import { KNOWN_SERVICES } from '../../../../agent/probes/tcp/services.ts'
import { tcp } from '../../../../agent/probes/tcp/tcp.ts'
import { createTestCa } from '../../../support/test-ca.ts'
import { answering, playService, runProbe } from '../probe-scene.ts'

const certificate = createTestCa().issue()
const BYE = (socket: Socket): void => void socket.end()

/** How each of these services greets and answers when it works; none offers STARTTLS. */
const WORKING: Readonly<Record<string, (socket: Socket) => void>> = {
  smtp: answering('220-a\r\n220 b ESMTP\r\n', { 'EHLO localhost': '250-b\r\n250 SIZE\r\n', QUIT: BYE }),
  lmtp: answering('220 b LMTP\r\n', { 'LHLO localhost': '250 b\r\n', QUIT: BYE }),
  imap: answering('* OK [CAPABILITY IMAP4rev1] ready.\r\n', {
    'a CAPABILITY': '* CAPABILITY IMAP4rev1\r\na OK done\r\n',
    'c LOGOUT': BYE,
  }),
  pop3: answering('+OK ready.\r\n', { CAPA: '+OK\r\nTOP\r\nUIDL\r\n.\r\n', QUIT: BYE }),
  sieve: answering('"IMPLEMENTATION" "x"\r\n"SIEVE" "fileinto"\r\nOK "ready."\r\n', { LOGOUT: BYE }),
  ftp: answering('220-----\r\n220-You are user 1 of 50.\r\n220 Timeout.\r\n', {
    FEAT: '211-Extensions:\r\n UTF8\r\n211 End.\r\n',
    QUIT: BYE,
  }),
  ssh: answering('a line before\r\nSSH-2.0-OpenSSH_9.2\r\n', {}),
  redis: answering('', { PING: '-NOAUTH Authentication required.\r\n', QUIT: BYE }),
  memcached: answering('', { version: 'VERSION 1.6.18\r\n', quit: BYE }),
  clamd: answering('', { nPING: 'PONG\n' }),
}

/** What the same services say when they do not. */
const BROKEN: Readonly<Record<string, (socket: Socket) => void>> = {
  smtp: answering('421 too busy\r\n', {}),
  lmtp: answering('220 b LMTP\r\n', { 'LHLO localhost': '451 later\r\n' }),
  imap: answering('* BYE too many connections\r\n', {}),
  pop3: answering('-ERR [SYS/TEMP] not now\r\n', {}),
  sieve: answering('BYE "not now"\r\n', {}),
  ftp: answering('421-sorry\r\n421 50 users (the maximum) are already logged in\r\n', {}),
  redis: answering('', { PING: '-LOADING Redis is loading the dataset in memory\r\n' }),
  memcached: answering('', { version: 'ERROR\r\n' }),
  clamd: answering('', { nPING: 'UNKNOWN COMMAND\n' }),
}

suite('a service that works', () => {
  for (const [service, play] of Object.entries(WORKING)) {
    test(`is known by its answers: ${service}`, async (t) => {
      const { port } = await playService(t, play)
      const { verdict, text } = await runProbe(tcp, { service, port: String(port) })
      assert.equal(verdict, 'ok', text)
    })
  }

  test('speaks the same over TLS', async (t) => {
    for (const [secure, plain] of [
      ['smtps', 'smtp'],
      ['imaps', 'imap'],
      ['pop3s', 'pop3'],
    ] as const) {
      const { port } = await playService(t, WORKING[plain] ?? assert.fail(), { certificate })
      const { verdict, text, certificate: shown } = await runProbe(tcp, { service: secure, port: String(port) })
      assert.equal(verdict, 'ok', text)
      assert.ok(shown !== undefined)
    }
  })

  test('may listen at a socket', async (t) => {
    const { socket } = await playService(t, WORKING['clamd'] ?? assert.fail(), { isLocal: true })
    assert.equal((await runProbe(tcp, { service: 'clamd', socket })).text, `${socket} said PONG`)
  })
})

suite('a service that does not work', () => {
  for (const [service, play] of Object.entries(BROKEN)) {
    test(`has failed with what it says: ${service}`, async (t) => {
      const { port } = await playService(t, play)
      const { verdict, text } = await runProbe(tcp, { service, port: String(port) })
      assert.equal(verdict, 'failed')
      assert.match(text, / said (?!more)/)
    })
  }

  test('has failed if something else answers there, whatever it says', async (t) => {
    const garbage = Buffer.from(Array.from({ length: 256 }, (_, at) => (at * 37) % 256))
    const { port } = await playService(t, (socket) => socket.resume().end(Buffer.concat([garbage, garbage])))
    for (const service of Object.keys(KNOWN_SERVICES)) {
      const { verdict, text } = await runProbe(tcp, { service, port: String(port) })
      assert.equal(verdict, 'failed', `${service}: ${text}`)
      assert.match(text, /^[ -~…]+$/)
    }
  })
})
