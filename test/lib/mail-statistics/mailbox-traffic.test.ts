import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { mailboxTraffic } from '../../../lib/mail-statistics/mailbox-traffic.ts'

const SUM = { in: 5147, out: 6203 }
const IMAP = { service: 'imap', user: 'info@example.com', ...SUM }
const POP3 = { service: 'pop3', user: 'info@example.com', ...SUM }

suite('the end of a session', () => {
  for (const [what, message, expected] of [
    [
      "of Dovecot 2.3's defaults",
      'imap(info@example.com)<83><hDrUk1hjJt/AAAB>: Info: Disconnected: Logged out in=5147 out=6203 deleted=1 expunged=1 trashed=0 hdr_count=0 hdr_bytes=0 body_count=1 body_bytes=5014',
      IMAP,
    ],
    [
      'with a reason in parentheses',
      'imap(info@example.com)<89><a>: Disconnected: Connection closed (APPEND finished 0.085 secs ago) in=5147 out=6203 deleted=0',
      IMAP,
    ],
    [
      'with a reason that looks like sums',
      'imap(info@example.com)<89><a>: Disconnected: Connection closed (LIST "" in=9 out=9 x) in=5147 out=6203',
      IMAP,
    ],
    [
      "of cPanel's template",
      'imap(info@example.com)<83><a>: Disconnected: Logged out in=5147, out=6203, bytes=5147/6203',
      IMAP,
    ],
    [
      "of cPanel's template for POP3",
      'pop3(info@example.com)<690604><a>: Disconnected: Logged out top=0/0, retr=0/0, del=0/168, size=181219998, bytes=5147/6203',
      POP3,
    ],
    [
      'of POP3 by default, which tells only what was read',
      'pop3(info@example.com)<596><a>: Info: Disconnected: Logged out top=1/19, retr=2/5300, del=1/1, size=3014',
      { ...POP3, in: 0, out: 5319 },
    ],
    [
      'of a template with named parts',
      'service=imap, user=info@example.com, ip=[::1]. Logged out rcvd=5147, sent=6203',
      IMAP,
    ],
    ['of an older template', 'imap(info@example.com): Logged out total=5147/6203', IMAP],
    ['of 2.4, which keeps the words', 'imap(info@example.com)<83><a>: Disconnected: Logged out in=5147 out=6203', IMAP],
  ] as const)
    test(`${what} tells who transferred how much`, () => assert.deepEqual(mailboxTraffic(message), expected))

  for (const message of [
    '',
    'imap-login: Login: user=<info@example.com>, in=1 out=2',
    'lmtp(info@example.com)<1><a>: msgid=<x>: saved mail to INBOX in=1 out=2',
    'imap(info@example.com)<83><a>: Debug: Disconnected: in=1 out=2',
    'imap(info@example.com)<83><a>: Disconnected: Logged out',
    'imap(info@example.com)<83><a>: Disconnected: Logged out in=1x out=2',
    `imap(${'x'.repeat(300)})<83><a>: Disconnected: Logged out in=1 out=2`,
  ])
    test(`is not: ${message.slice(0, 60)}`, () => assert.equal(mailboxTraffic(message), undefined))
})
