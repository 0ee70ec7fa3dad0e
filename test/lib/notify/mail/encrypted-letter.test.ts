import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encryptedLetter } from '../../../../lib/notify/mail/encrypted-letter.ts'
import { headerText } from '../../../../lib/notify/mail/header-text.ts'
import type { Message } from '../../../../lib/notify/message.ts'
import { readRecipientKey, type RecipientKey } from '../../../../lib/pgp/recipient-key.ts'
import { GpgHome } from '../../../support/gpg-home.ts'
import { readLetter } from './read-letter.ts'

const MESSAGE: Message = {
  id: 'message-1',
  thread: 'mailbox victim@example.com',
  time: Date.UTC(2026, 10, 28, 17, 42, 52),
  importance: 'high',
  subject: 'Mailbox victim@example.com was taken over – schön',
  text: 'Somebody logged in.\nFrom 203.0.113.7\n.\nFrom here.\n',
  data: null,
}
const PEOPLE = { program: 'spoor-agent', from: 'spoor@host.example.com', to: ['a@example.com', 'b@example.com'] }

async function keyOf(home: GpgHome, owner: string, kind?: 'rsa3072'): Promise<RecipientKey> {
  const fingerprint = home.key(owner, kind === undefined ? {} : { kind })
  return readRecipientKey({ file: home.exported('key.asc', fingerprint), fingerprint }, Date.now())
}

test('each of the recipients can read it, and finds all of the message inside', async (context) => {
  const homes = [new GpgHome(context), new GpgHome(context)] as const
  const keys = [await keyOf(homes[0], 'Anna <a@example.com>'), await keyOf(homes[1], 'Bo <b@example.com>', 'rsa3072')]
  const raw = (await encryptedLetter(MESSAGE, PEOPLE, keys, Date.now())).toString('latin1')
  for (const home of homes) {
    const inside = home.decrypt(raw).toString('latin1')
    assert.ok(!/(?<!\r)\n/.test(inside), 'each line ends with CRLF')
    const { headers } = readLetter(inside)
    const lines = inside.split('\r\n')
    assert.ok(lines.includes(`Subject: ${headerText(MESSAGE.subject)}`.split('\r\n')[0] ?? ''))
    assert.deepEqual(
      ['From', 'To', 'Date', 'Importance', 'X-Priority'].map((name) => headers.find(([each]) => each === name)?.[1]),
      [
        'spoor-agent <spoor@host.example.com>',
        'a@example.com, b@example.com',
        'Sat, 28 Nov 2026 17:42:52 +0000',
        'high',
        '1',
      ],
    )
    assert.ok(lines.includes('HP-Outer: Subject: [...]'))
    assert.match(inside, /^Content-Type: multipart\/mixed; hp="cipher"; protected-headers="v1";\r\n boundary=/m)
    assert.match(inside, /\r\nSomebody logged in\.\r\nFrom 203\.0\.113\.7\r\n\.\r\nFrom here\.\r\n/)
  }
})

test('outside stand sender, recipients, date and what every mail has, and nothing of the message', async (context) => {
  const key = await keyOf(new GpgHome(context), 'Anna <a@example.com>')
  const letters = await Promise.all(
    ['one', 'other'].map((text) => encryptedLetter({ ...MESSAGE, subject: text, text }, PEOPLE, [key], Date.now())),
  )
  const [one = '', other = ''] = letters.map((each) => each.toString('latin1'))
  const outside = one.slice(0, one.indexOf('\r\n\r\n'))
  assert.deepEqual(outside.split('\r\n'), [
    'From: spoor-agent <spoor@host.example.com>',
    'To: a@example.com,',
    ' b@example.com',
    'Subject: [...]',
    'Date: Sat, 28 Nov 2026 17:42:52 +0000',
    'Message-ID: <9deb880b43bdf6f465a0afb130aed71b@host.example.com>',
    'List-Id: <spoor-agent.host.example.com>',
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: All',
    'MIME-Version: 1.0',
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";',
    ' boundary="=_9deb880b43bdf6f465a0afb1"',
  ])
  // But for what is encrypted, they are the same.
  const withoutArmor = (raw: string): string =>
    raw.replace(/-----BEGIN PGP MESSAGE-----[^]*-----END PGP MESSAGE-----/, '')
  assert.equal(withoutArmor(one), withoutArmor(other))
  assert.match(one, /\r\n-----BEGIN PGP MESSAGE-----\r\n\r\n(?:[\w+/=]{1,76}\r\n)+-----END PGP MESSAGE-----\r\n/)
})

test('nobody gets it if one of the keys has expired meanwhile', async (context) => {
  const home = new GpgHome(context)
  const fingerprint = home.key('Anna <a@example.com>', { lasts: '2d' })
  const file = home.exported('anna.asc', fingerprint)
  const keys = [await readRecipientKey({ file, fingerprint }, Date.now()), await keyOf(home, 'Bo <b@example.com>')]
  await assert.rejects(encryptedLetter(MESSAGE, PEOPLE, keys, Date.now() + 5 * 86_400_000), /expired/)
})
