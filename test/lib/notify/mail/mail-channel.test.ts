import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { MailSettings } from '../../../../lib/notify/mail/mail-settings.ts'
import {
  FOLDER,
  MESSAGE,
  PASSWORD,
  STAFF,
  ca,
  loggingIn,
  mailServer,
  mailTo,
  parted,
  sent,
  shown,
} from './mail-scene.ts'
import { readLetter } from './read-letter.ts'

const NIGHT = 'night@example.com'
const GONE = 'gone@example.com'
const { signal } = new AbortController()

test('a relay on this machine takes a message in clear, as it was written', async (t) => {
  const relay = await mailServer(t)
  assert.deepEqual(await mailTo(relay.port).send(MESSAGE, signal), [
    { recipient: STAFF, result: 'delivered', answer: '250 2.0.0 taken' },
  ])
  const [mail] = relay.mails
  assert.deepEqual([mail?.from, mail?.to, mail?.isSecure], ['spoor@host.example.com', [STAFF], false])
  assert.equal(readLetter(mail?.data ?? '').text, MESSAGE.text)
  assert.match(relay.lines[0] ?? '', /^clear: EHLO (?:[\w-]+(?:\.[\w-]+)+|\[127\.0\.0\.1\])$/)
  await parted(relay)
})

for (const extensions of [['PIPELINING', 'AUTH PLAIN LOGIN'], ['AUTH LOGIN']]) {
  test(`with STARTTLS nothing else is said in clear, and the password is right, by ${extensions.at(-1)}`, async (t) => {
    const relay = await mailServer(t, { certificate: ca.issue() })
    relay.extensions = extensions
    assert.deepEqual(await sent(mailTo(relay.port, loggingIn())), ['delivered: 250 2.0.0 taken'])
    assert.deepEqual([relay.mails[0]?.isSecure, relay.mails[0]?.login], [true, `me:${PASSWORD}`])
    const inClear = relay.lines.filter((line) => line.startsWith('clear: '))
    assert.deepEqual(
      inClear.map((line) => line.slice(7, 11)),
      ['EHLO', 'STAR'],
    )
  })
}

test('TLS from the beginning works as well', async (t) => {
  const relay = await mailServer(t, { certificate: ca.issue(), implicit: true })
  const settings = { ...loggingIn(), tls: 'implicit' as const }
  assert.deepEqual(await sent(mailTo(relay.port, settings)), ['delivered: 250 2.0.0 taken'])
  assert.equal(relay.mails[0]?.login, `me:${PASSWORD}`)
})

test('a relay elsewhere gets nothing in clear, unless that is wanted by name', async (t) => {
  const relay = await mailServer(t)
  const elsewhere: Partial<MailSettings> = {
    host: 'mail.example.com',
    lookup: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
  }
  const [refusal] = await sent(mailTo(relay.port, elsewhere))
  assert.match(refusal ?? '', /^later: The mail server has no STARTTLS: .*alerts\.channels\.staff\.tls \(502 /)
  assert.deepEqual(
    relay.lines.map((line) => line.slice(7, 11)),
    ['EHLO', 'STAR'],
  )
  assert.equal(relay.mails.length, 0)
  assert.deepEqual(await sent(mailTo(relay.port, { ...elsewhere, tls: 'none' })), ['delivered: 250 2.0.0 taken'])
  const inClear = mailTo(relay.port, { ...elsewhere, ...loggingIn(), tls: 'none' })
  assert.match((await sent(inClear))[0] ?? '', /^later: alerts\.channels\.staff\.tls: none would send the password/)
})

for (const extensions of [['PIPELINING'], []]) {
  test(`each recipient has an outcome of his own (${extensions.join() || 'one command at a time'})`, async (t) => {
    const relay = await mailServer(t)
    relay.extensions = extensions
    relay.does = (line) => {
      if (line.includes(GONE)) return '550 5.1.1 no such user'
      return line.includes(NIGHT) ? '450 4.2.0 greylisted' : undefined
    }
    const staff = mailTo(relay.port, { to: [GONE, NIGHT, STAFF] })
    const receipts = await staff.send(MESSAGE, signal)
    assert.deepEqual(
      receipts.map(({ recipient }) => recipient),
      staff.recipients,
    )
    assert.deepEqual(shown(receipts), [
      'refused: The mail server refuses this recipient (550 5.1.1 no such user).',
      'later: The mail server wants no mail for now (450 4.2.0 greylisted).',
      'delivered: 250 2.0.0 taken',
    ])
    relay.does = (line) => (line.includes(GONE) ? '550 5.1.1 no such user' : undefined)
    assert.deepEqual(await staff.send(MESSAGE, signal, [NIGHT]), [
      { recipient: NIGHT, result: 'delivered', answer: '250 2.0.0 taken' },
    ])
    const [first, second] = relay.mails
    assert.deepEqual([first?.to, second?.to], [[STAFF], [NIGHT]])
    assert.equal(second?.data, first?.data, 'a mailbox can tell that it has the mail already')
  })

  test(`where all recipients are refused, each has his own reason (${extensions.join() || 'one at a time'})`, async (t) => {
    const relay = await mailServer(t)
    relay.extensions = extensions
    relay.does = (line) => {
      if (line.includes(GONE)) return '550 no'
      return line.includes(NIGHT) ? '451 later' : undefined
    }
    assert.deepEqual(
      (await mailTo(relay.port, { to: [GONE, NIGHT] }).send(MESSAGE, signal)).map(({ result }) => result),
      ['refused', 'later'],
    )
    assert.equal(relay.mails.length, 0)
  })
}

test('a check goes as far as the login, and sends nothing', async (t) => {
  const relay = await mailServer(t, { certificate: ca.issue() })
  assert.deepEqual(await mailTo(relay.port, loggingIn()).check(signal), [])
  await parted(relay)
  assert.deepEqual(
    relay.lines.map((line) => line.replace('clear: ', '').slice(0, 4)),
    ['EHLO', 'STAR', 'EHLO', 'AUTH', 'QUIT'],
  )
  relay.does = (line) => (line.startsWith('AUTH') ? '535 5.7.8 no' : undefined)
  const [told] = await mailTo(relay.port, loggingIn()).check(signal)
  assert.match(told ?? '', /^The mail server refuses user and password: .*\(535 5\.7\.8 no\)\.$/)
})

test('a check names every fault of the settings, and nothing is sent with them', async (t) => {
  const relay = await mailServer(t)
  const wrong = mailTo(relay.port, {
    from: 'spoor@host.example.com>\r\nRCPT TO:<thief@example.net',
    to: [STAFF, 'müller@example.com', 'two words@example.com', '<x@example.com>'],
    user: 'me',
  })
  const faults = await wrong.check(signal)
  assert.deepEqual(
    faults.map((fault) => fault.replace(/^alerts\.channels\.staff\./, '').slice(0, 14)),
    ['from: "spoor@h', 'to: "müller@ex', 'to: "two words', 'to: "<x@exampl', 'user: goes wit'],
  )
  assert.ok((await sent(wrong)).every((each) => each.startsWith('later: alerts.channels.staff.from: ')))
  assert.equal(relay.lines.length, 0)
})

test('a password file that is missing or open to others is named, and one that is renewed counts at once', async (t) => {
  const relay = await mailServer(t, { certificate: ca.issue() })
  const file = join(FOLDER, 'renewed')
  const settings = mailTo(relay.port, { ...loggingIn(), passwordFile: file })
  assert.match((await settings.check(signal))[0] ?? '', /renewed: is not there/)
  assert.match((await sent(settings))[0] ?? '', /^later: .*renewed: is not there.*\.$/)
  for (const password of ['first', 'second']) {
    await writeFile(file, password, { mode: 0o600 })
    assert.deepEqual(await sent(settings), ['delivered: 250 2.0.0 taken'])
    assert.equal(relay.mails.at(-1)?.login, `me:${password}`)
  }
})

test('no recipients need no connection', async () => {
  assert.deepEqual(await mailTo(9).send(MESSAGE, signal, []), [])
})
