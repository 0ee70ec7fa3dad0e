import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import tls from 'node:tls'
import { tcp } from '../../../../agent/probes/tcp/tcp.ts'
import { freePort } from '../../../support/free-port.ts'
import { createTestCa } from '../../../support/test-ca.ts'
import { answering, playService, runProbe, settingsFault, temporaryPlace } from '../probe-scene.ts'

const ca = createTestCa()
const SCRIPT = [{ expect: '^220 ', unless: '^[45]' }, { send: 'QUIT' }]

/** Makes TLS of a connection and goes on there. */
function securing(certificate: { key: string; cert: string }, play: (socket: Socket) => void) {
  return (socket: Socket): void => {
    socket.write('220 go on\r\n')
    socket.removeAllListeners('data')
    play(new tls.TLSSocket(socket, { isServer: true, ...certificate }).on('error', () => undefined))
  }
}

suite('a service', () => {
  test('that says what is expected is ok, and is taken leave of', async (t) => {
    const heard = Promise.withResolvers<string>()
    const { port } = await playService(t, (socket) => {
      socket.write('220-welcome\r\n220 mail.example.com\r\n')
      let said = ''
      socket
        .on('data', (bytes: Buffer) => (said += bytes.toString()))
        .on('end', () => {
          heard.resolve(said)
          socket.end()
        })
    })
    const result = await runProbe(tcp, { port: String(port), script: SCRIPT })
    assert.equal(result.verdict, 'ok')
    assert.equal(result.text, `127.0.0.1:${port} said 220 mail.example.com`)
    assert.equal(await heard.promise, 'QUIT\r\n')
    assert.deepEqual(
      result.gauges?.map(({ name }) => name),
      ['connect_seconds', 'conversation_seconds'],
    )
    assert.deepEqual(result.steps, [
      `* connects to 127.0.0.1:${port}`,
      '< 220-welcome',
      '< 220 mail.example.com',
      '> QUIT',
    ])
  })

  test('that takes the connection is ok if nothing more is asked, at a port and at a socket', async (t) => {
    const far = await playService(t, (socket) => socket.end())
    assert.equal((await runProbe(tcp, { port: String(far.port) })).text, `127.0.0.1:${far.port} took the connection`)
    const near = await playService(t, (socket) => socket.end(), { isLocal: true })
    assert.equal((await runProbe(tcp, { socket: near.socket })).verdict, 'ok')
  })

  test('that refuses the connection has failed', async () => {
    const port = await freePort()
    const { verdict, text } = await runProbe(tcp, { port: String(port) })
    assert.equal(verdict, 'failed')
    assert.match(text, /^127\.0\.0\.1:\d+ refused the connection: .*\(ECONNREFUSED\)$/)
  })

  test('whose socket is not there has failed', async (t) => {
    const { socket } = await playService(t, () => undefined)
    const { verdict, text } = await runProbe(tcp, { socket })
    assert.equal(verdict, 'failed')
    assert.match(text, / is not there: the service does not run, or its socket is elsewhere \(ENOENT\)$/)
  })

  test('whose socket is there and nobody listens at it has failed', async (t) => {
    const folder = temporaryPlace(t)
    const socket = join(folder, 'socket')
    const server = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(socket)}, () => console.log())`,
    ])
    await once(server.stdout, 'data')
    server.kill('SIGKILL')
    await once(server, 'exit')
    const { verdict, text } = await runProbe(tcp, { socket })
    assert.deepEqual(
      [verdict, text],
      ['failed', `${socket} refused the connection: nobody listens at this socket any more (ECONNREFUSED)`],
    )
  })

  test('that everybody knows is told by what it does not say', async (t) => {
    const { port, connected } = await playService(t, (socket) => socket.resume())
    for (const [service, what] of [
      ['smtp', '220'],
      ['imap', '* OK'],
      ['ssh', 'its version of SSH'],
    ]) {
      const { text } = await runProbe(tcp, { service, port: String(port) }, connected)
      assert.match(text, new RegExp(`(?:did not say ${RegExp.escape(what ?? '')}|took no connection) in time$`))
    }
  })

  test('that is silent has failed once the time is over, and is left', async (t) => {
    const [heard, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { port } = await playService(t, (socket) =>
      socket.on('data', () => heard.resolve()).on('close', () => left.resolve()),
    )
    const script = [{ send: 'HELO' }, ...SCRIPT]
    const { verdict, text } = await runProbe(tcp, { port: String(port), script }, heard.promise)
    assert.equal(verdict, 'failed')
    assert.equal(text, `127.0.0.1:${port} did not say what fits ^220 in time`)
    await left.promise
  })

  test('that says one byte after the other has failed once the time is over', async (t) => {
    const dripped = Promise.withResolvers<void>()
    const { port } = await playService(t, (socket) => {
      let count = 0
      const timer = setInterval(() => {
        socket.write('2')
        count += 1
        if (count === 3) dripped.resolve()
      }, 1)
      socket.on('close', () => clearInterval(timer))
    })
    const { text } = await runProbe(tcp, { port: String(port), script: SCRIPT }, dripped.promise)
    assert.match(text, /did not say what fits \^220 in time/)
  })

  test('that says a line without an end, or lines without an end, is heard for 64 KiB', async (t) => {
    for (const piece of ['2'.repeat(10_000), '220-more\r\n'.repeat(1000)]) {
      const { port } = await playService(t, (socket) => {
        const more = (): void => {
          while (socket.writable && socket.write(piece));
        }
        socket.on('drain', more)
        more()
      })
      const { text } = await runProbe(tcp, { port: String(port), script: SCRIPT })
      assert.equal(text, `127.0.0.1:${port} said more than 64 KiB instead of what fits ^220`)
    }
  })

  test('that ends the connection, or cuts it, has failed', async (t) => {
    const ends = await playService(t, (socket) => socket.end('22'))
    const ended = await runProbe(tcp, { port: String(ends.port), script: SCRIPT })
    assert.match(ended.text, /ended the connection instead of saying what fits \^220 after 22$/)
    const cuts = await playService(t, (socket) => socket.resetAndDestroy())
    const cut = await runProbe(tcp, { port: String(cuts.port), script: SCRIPT })
    assert.equal(cut.verdict, 'failed')
    assert.match(cut.text, /cut the connection|ended the connection/)
  })

  test('is quoted without what could steer a terminal, and not at length', async (t) => {
    const { port } = await playService(t, (socket) => socket.write(`421 \u001b[2Jno\u202e ${'x'.repeat(1000)}\r\n`))
    const { verdict, text, steps } = await runProbe(tcp, { port: String(port), script: SCRIPT })
    assert.equal(verdict, 'failed')
    assert.ok(text.startsWith(String.raw`127.0.0.1:${port} said 421 \x1b[2Jno\u202e xxx`), text)
    for (const each of [text, ...steps]) assert.ok(each.length < 350 && /^[ -~…]+$/.test(each), each)
  })

  test('is compared with patterns in time that grows with the text alone', async (t) => {
    const { port } = await playService(t, (socket) => socket.write(`${'a'.repeat(60_000)}\r\n`))
    const { text } = await runProbe(tcp, { port: String(port), script: [{ expect: '^(a+)+$' }] })
    assert.match(text, /said a+…$/)
  })
})

suite('TLS', () => {
  test('shows the certificate: one that has expired, or is for another name, is told and is no failure', async (t) => {
    const to = new Date('2026-01-02T03:04:05Z')
    const certificate = ca.issue({ from: new Date('2025-01-02T03:04:05Z'), to, names: ['other.example.com'] })
    const { port } = await playService(t, (socket) => socket.write('220 \r\n'), { certificate })
    const given = { port: String(port), tls: 'true', tls_name: 'mail.example.com', script: SCRIPT }
    const { verdict, certificate: shown, gauges } = await runProbe(tcp, given)
    assert.equal(verdict, 'ok')
    assert.equal(shown?.expires, to.getTime())
    assert.match(
      shown.distrust ?? '',
      /^(?:UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT_LOCALLY)|CERT_HAS_EXPIRED)$/,
    )
    assert.deepEqual(
      gauges?.map(({ name }) => name),
      ['connect_seconds', 'tls_seconds', 'conversation_seconds'],
    )
  })

  test('with a certificate signed by its own key is spoken', async (t) => {
    const certificate = ca.issue({ selfSigned: true })
    const { port } = await playService(t, (socket) => socket.write('220 \r\n'), { certificate })
    const { verdict, certificate: shown } = await runProbe(tcp, { port: String(port), tls: 'true', script: SCRIPT })
    assert.equal(verdict, 'ok')
    assert.match(shown?.distrust ?? '', /SELF_SIGNED|UNABLE_TO/)
  })

  test('that the service does not speak, or does not finish, has failed', async (t) => {
    const plain = await playService(t, (socket) => socket.write('220 \r\n'.repeat(100)))
    const { text } = await runProbe(tcp, { port: String(plain.port), tls: 'true' })
    assert.match(text, /does not speak TLS/)
    const hung = await playService(t, (socket) => socket.resume())
    const { text: late } = await runProbe(tcp, { port: String(hung.port), tls: 'true' }, hung.connected)
    assert.match(late, /did not finish the handshake of TLS in time|took no connection in time/)
  })

  test('begins in the middle where the service offers it', async (t) => {
    const certificate = ca.issue()
    const inside = answering('', {
      'EHLO localhost': '250 mail.example.com\r\n',
      QUIT: (socket) => socket.end('221 \r\n'),
    })
    const { port } = await playService(
      t,
      answering('220 mail.example.com ESMTP\r\n', {
        'EHLO localhost': '250-mail.example.com\r\n250-SIZE 1\r\n250 STARTTLS\r\n',
        STARTTLS: securing(certificate, inside),
      }),
    )
    const result = await runProbe(tcp, { service: 'smtp', port: String(port) })
    assert.equal(result.text, `127.0.0.1:${port} said 220 mail.example.com ESMTP`)
    assert.ok(result.certificate !== undefined)
    assert.equal(result.steps.filter((step) => step === '> EHLO localhost').length, 2)
  })

  test('that the service offers, and then ends the connection, has failed', async (t) => {
    for (const ends of [(socket: Socket) => socket.end('220 go on\r\n'), (socket: Socket) => socket.end()]) {
      const answers = { 'EHLO localhost': '250 STARTTLS\r\n', STARTTLS: (socket: Socket) => void ends(socket) }
      const { port } = await playService(t, answering('220 mail.example.com ESMTP\r\n', answers))
      const { verdict, text } = await runProbe(tcp, { service: 'smtp', port: String(port) })
      assert.equal(verdict, 'failed')
      assert.match(text, /cut the connection before it answered|ended the connection instead of saying/)
    }
    const all = '220 x\r\n250 STARTTLS\r\n220 x\r\n'
    const { port } = await playService(t, (socket) => socket.resume().end(all))
    assert.equal((await runProbe(tcp, { service: 'smtp', port: String(port) })).verdict, 'failed')
  })

  test('is not begun where the service had said more in clear: that could be of somebody in between', async (t) => {
    const { port } = await playService(
      t,
      answering('220 mail.example.com ESMTP\r\n', {
        'EHLO localhost': '250 STARTTLS\r\n',
        STARTTLS: '220 go on\r\n250 injected\r\n',
      }),
    )
    const { verdict, text } = await runProbe(tcp, { service: 'smtp', port: String(port) })
    assert.equal(verdict, 'failed')
    assert.match(text, /said more in clear where TLS was to begin$/)
  })
})

suite('settings', () => {
  test('that cannot be meant are refused in a sentence', () => {
    for (const [written, sentence] of [
      [{}, 'names no port, socket or service'],
      [{ port: '0' }, 'is not a port'],
      [{ port: '25', socket: '/run/x' }, 'names both port and socket'],
      [{ service: 'smtp', script: [{ send: 'x' }] }, 'names both service and script'],
      [{ port: '25', script: [{ send: 'x', expect: 'y' }] }, 'is not one of expect, send, starttls'],
      [{ port: '25', script: [{ unless: 'y', send: 'x' }] }, 'has unless without expect'],
      [
        { port: '25', script: [{ expect: '(?=2)' }] },
        'looks around, (?=, which takes more than linear time; write an all: of two tests, one with !~',
      ],
      [{ port: '25', host: 'a b' }, 'is neither the name nor the address of a host'],
    ] as const)
      assert.equal(settingsFault(tcp, written), sentence)
  })

  test('tell where the service is if it is on another machine', () => {
    const far = (written: object): string | undefined =>
      tcp.elsewhere({
        host: '127.0.0.1',
        script: [],
        service: undefined,
        port: undefined,
        socket: undefined,
        tls: undefined,
        tls_name: undefined,
        ...written,
      })
    assert.equal(far({ host: '192.0.2.1', port: 25 }), '192.0.2.1:25')
    assert.equal(far({ port: 25 }), undefined)
    assert.equal(far({ host: '::1', port: 25 }), undefined)
    assert.equal(far({ host: '192.0.2.1', socket: '/run/x' }), undefined)
  })
})
