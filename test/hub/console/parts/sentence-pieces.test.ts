import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AboutSubject, namedByStep, sentencePieces } from '../../../../hub/console/parts/sentence-pieces.ts'

const MAILBOX = { subject: 'ann@example.com', subject_type: 'mailbox' } as const

function links(sentence: string, about: AboutSubject = MAILBOX, named: readonly string[] = []): unknown {
  const pieces = sentencePieces(sentence, about, named)
  assert.equal(pieces.map(({ text }) => text).join(''), sentence)
  return pieces.flatMap(({ text, href }) => (href === undefined ? [] : [[text, href]]))
}

test('the subject leads to its page, another mailbox to the events that name it, an address to its page', () => {
  assert.deepEqual(links('Ann@example.com was taken over from 203.0.113.7, then forwards to x@example.org.'), [
    ['Ann@example.com', '/mailbox/ann%40example.com'],
    ['203.0.113.7', '/address/203.0.113.7'],
    ['x@example.org', '/events?q=x%40example.org&last=7d'],
  ])
  assert.deepEqual(
    links('2001:db8::7 tries passwords: 2 hosts.', { subject: '2001:db8::7', subject_type: 'address' }),
    [['2001:db8::7', '/address/2001%3Adb8%3A%3A7']],
  )
})

test('a host leads to its page, an account to its events on its host, a network nowhere', () => {
  const host = { subject: 'web1.example.com', subject_type: 'host' } as const
  assert.deepEqual(links('web1.example.com was not heard for 15 min.', host), [
    ['web1.example.com', '/hosts/web1.example.com'],
  ])
  const account = { subject: 'web1.example.com:shop', subject_type: 'account' } as const
  assert.deepEqual(links('web1.example.com:shop made many mailboxes.', account), [
    ['web1.example.com:shop', '/events?host=web1.example.com&mailbox=shop&last=7d'],
  ])
  const service = { subject: 'web1.example.com:imap', subject_type: 'service' } as const
  assert.deepEqual(links('imap of web1.example.com is down: connection refused.', service), [
    ['web1.example.com', '/hosts/web1.example.com'],
  ])
  const network = { subject: '203.0.113.0/24', subject_type: 'network' } as const
  assert.deepEqual(links('203.0.113.0/24 tries passwords.', network), [])
})

test('a value is emphasised where it stands, whole, whatever it consists of', () => {
  for (const mailbox of ['"$(reboot)"@example.com', '"a b"@example.com', "o'neil(x)@example.com", "[']@example.com"]) {
    const about = { subject: mailbox, subject_type: 'mailbox' } as const
    const recipient = `"${mailbox}`
    const href = `/events?${new URLSearchParams({ q: recipient, last: '7d' }).toString()}`
    assert.deepEqual(
      links(`${mailbox} was taken over, and forwards to ${recipient}, to "${mailbox}".`, about, [recipient]),
      [
        [mailbox, `/mailbox/${encodeURIComponent(mailbox)}`],
        [recipient, href],
        // A value that stands in quotes is not to be told from one that begins with one.
        [recipient, href],
      ],
    )
  }
})

test('what is no value as a whole is none in part', () => {
  assert.deepEqual(
    links('Joann@example.com, ann@example.com.evil.example and "$(x)"@example.org: a@b@c, @ and 1.2.3'),
    [
      ['Joann@example.com', '/events?q=Joann%40example.com&last=7d'],
      ['ann@example.com.evil.example', '/events?q=ann%40example.com.evil.example&last=7d'],
    ],
  )
  assert.deepEqual(links('Somebody ("ann@example.com") at 12:30 from 198.51.100.45.', MAILBOX, ['198.51.100.4']), [
    ['ann@example.com', '/mailbox/ann%40example.com'],
    ['198.51.100.45', '/address/198.51.100.45'],
  ])
})

test('a letter that grows in small letters moves nothing', () => {
  assert.deepEqual(links('\u0130\u0130 ann@example.com was seen.'), [['ann@example.com', '/mailbox/ann%40example.com']])
})

test('a step names its mailbox, its address, who did it and where mail goes, and no text of its fields', () => {
  const fields = { forward_recipient: '"|x"@example.org', actor: 'root', named_user: 'bob@example.com', count: 3 }
  const step = { ip: '192.0.2.7', mailbox_address: null, fields: { ...fields, problem: 'denied to a@example.com' } }
  assert.deepEqual(namedByStep(step), ['192.0.2.7', 'bob@example.com', '"|x"@example.org'])
})
