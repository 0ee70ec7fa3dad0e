import assert from 'node:assert/strict'
import { readdirSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { mailWays } from '../../../../agent/probes/mail/mail.ts'
import { startFakeMailServer } from '../../../support/fake-mail-server.ts'
import { freePort } from '../../../support/free-port.ts'
import { startMailServices, unlessMailServices } from '../../../support/mail-services.ts'
import { createTestCa } from '../../../support/test-ca.ts'
import { answering, playService, runProbe, settingsFault, temporaryPlace } from '../probe-scene.ts'

/** A check of the way by these ports. */
function given(t: TestContext, smtp: number | string, imap: number | string) {
  const file = join(temporaryPlace(t), 'password')
  writeFileSync(file, 'x', { mode: 0o600 })
  return {
    from: 'probe@example.com',
    to: 'anna@example.com',
    smtp: { port: String(smtp) },
    imap: { port: String(imap), user: 'anna', password_file: file },
  }
}

/** A server that takes mails, until the test ends. */
async function takingServer(t: TestContext) {
  const server = await startFakeMailServer()
  t.after(() => server.close())
  return server
}

const mailWay = mailWays()

const PLAIN = Buffer.from('\0anna\0x').toString('base64')

suite('a mail', () => {
  test(
    'that arrives is ok, with the time of each part of the way, and is removed',
    { skip: unlessMailServices() },
    async (t) => {
      const services = await startMailServices(t, { isDelivering: true })
      const { smtp, imap } = services.ports
      const result = await runProbe(mailWay, given(t, smtp ?? '', imap ?? ''))
      assert.equal(result.verdict, 'ok', `${result.text}\n${result.steps.join('\n')}`)
      assert.equal(result.text, 'A mail to anna@example.com arrived')
      assert.deepEqual(
        result.gauges?.map(({ name }) => name),
        ['send_seconds', 'arrival_seconds'],
      )
      assert.ok(result.steps.every((step) => !step.includes(PLAIN)))
      const folders = ['new', 'cur'].map((name) => readdirSync(join(services.folder, 'mail/anna', name)))
      assert.deepEqual(folders, [[], []])
    },
  )

  test('that nobody takes has failed, with the reason', async (t) => {
    const { verdict, text } = await runProbe(mailWay, given(t, await freePort(), 1))
    assert.equal(verdict, 'failed')
    assert.match(text, /refused the connection/)
    const server = await takingServer(t)
    server.does = (line) => (line.startsWith('RCPT') ? '550 no such user' : undefined)
    assert.match(
      (await runProbe(mailWay, given(t, server.port, 1))).text,
      /refuses this recipient \(550 no such user\)/,
    )
  })

  test('that is taken and does not arrive in time has failed', async (t) => {
    const server = await takingServer(t)
    const looked = Promise.withResolvers<void>()
    const play = answering('* OK ready\r\n', { 'l AUTHENTICATE PLAIN': '+ \r\n', [PLAIN]: 'l OK\r\n' }, '')
    const { port } = await playService(t, (socket) => {
      play(socket)
      socket.on('data', (bytes: Buffer) => {
        const [, tag = '', words = ''] = /^(s\d+) (.*)/.exec(bytes.toString()) ?? []
        if (words.includes('SEARCH')) looked.resolve()
        if (tag !== '') socket.write(`* SEARCH\r\n${tag} OK\r\n`)
      })
    })
    const { verdict, text } = await runProbe(mailWay, given(t, server.port, port), looked.promise)
    assert.equal(verdict, 'failed')
    assert.match(text, /A mail to anna@example\.com was taken, and did not arrive in time|in time/)
    assert.match(server.mails[0]?.data ?? '', /^X-Spoor-Check: [\da-f]{32}\r$/m)
  })

  test('is not looked for with a password that is wrong, or missing', async (t) => {
    const server = await takingServer(t)
    const wrong = answering('* OK ready\r\n', { 'l AUTHENTICATE PLAIN': '+ \r\n' }, 'l NO wrong\r\n')
    const { port } = await playService(t, wrong)
    assert.match((await runProbe(mailWay, given(t, server.port, port))).text, /refused the login: l NO wrong$/)
    const whole = given(t, server.port, port)
    const imap = { ...whole.imap, password_file: '/nowhere/password' }
    const { verdict, text } = await runProbe(mailWay, { ...whole, imap })
    assert.equal(verdict, 'unknown')
    assert.match(text, /\/nowhere\/password/)
  })

  test('is not looked for on another machine whose certificate is not trusted: it is not told the password', async (t) => {
    const server = await takingServer(t)
    const heard: string[] = []
    const play = (socket: Socket): void => {
      socket.write('* OK ready\r\n')
      socket.on('data', (bytes: Buffer) => heard.push(bytes.toString()))
    }
    const { port } = await playService(t, play, { certificate: createTestCa().issue() })
    const whole = given(t, server.port, port)
    // Leads to this machine, and is not its name.
    const imap = { ...whole.imap, host: '0.0.0.0', tls: 'implicit' }
    const { verdict, text } = await runProbe(mailWay, { ...whole, imap })
    assert.equal(verdict, 'failed')
    assert.match(text, /is not told the password: its certificate is not trusted/)
    assert.deepEqual(heard, [])
  })
})

test('settings that cannot be meant are refused in a sentence', (t) => {
  const whole = given(t, 25, 993)
  assert.equal(settingsFault(mailWay, { ...whole, to: 'anna' }), 'is no mail address such as staff@example.com')
  assert.equal(settingsFault(mailWay, { ...whole, imap: {} }), 'has no user or no password_file')
  assert.equal(settingsFault(mailWay, { ...whole, smtp: undefined }), undefined)
  assert.equal(settingsFault(mailWay, { ...whole, smtp: { user: 'x' } }), 'stands without password_file; write both')
})
