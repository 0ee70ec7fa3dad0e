import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailAddressFault } from '../../../../lib/notify/mail/mail-address.ts'
import { relayOf } from '../../../../lib/notify/mail/mail-settings.ts'

const SETTINGS = {
  program: 'spoor-hub',
  option: 'alerts.channels.staff',
  from: 'spoor@host.example.com',
  to: ['staff@example.com'],
  timeout: 1000,
}

for (const [host, port, tls] of [
  ['127.0.0.1', 25, 'none'],
  ['localhost', 587, 'none'],
  ['::1', 25, 'none'],
  ['localhost', 465, 'implicit'],
  ['mail.example.com', 465, 'implicit'],
  ['mail.example.com', 25, 'starttls'],
  ['mail.example.com', 587, 'starttls'],
  ['192.0.2.1', 25, 'starttls'],
  ['localhost.example.com', 25, 'starttls'],
] as const) {
  test(`where nothing is said of TLS, ${host}:${port} is spoken to with ${tls}`, async () => {
    assert.equal((await relayOf({ ...SETTINGS, host, port })).tls, tls)
    assert.equal((await relayOf({ ...SETTINGS, host, port, tls: 'starttls' })).tls, 'starttls')
  })
}

test('an address is one that needs no quotes, and nothing else', () => {
  for (const fine of [
    'staff@example.com',
    "o'neil+spoor@mail.example.com",
    'root@localhost',
    `${'a'.repeat(64)}@example.com`,
  ])
    assert.equal(mailAddressFault(fine), undefined, fine)
  for (const wrong of [
    '',
    'staff',
    '@example.com',
    'staff@',
    'staff@example.com.',
    'staff@@example.com',
    'a b@example.com',
    '"a b"@example.com',
    'Staff <staff@example.com>',
    'staff@example.com, night@example.com',
    'staff@example.com\r\nBcc: thief@example.net',
    'staff@example.com\n',
    'staff@[192.0.2.1]',
    'müller@example.com',
    'staff@exämple.com',
    `${'a'.repeat(65)}@example.com`,
    `staff@${'example.'.repeat(40)}com`,
  ])
    assert.notEqual(mailAddressFault(wrong), undefined, wrong)
})
