import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sentencePieces } from '../../../../hub/console/parts/sentence-pieces.ts'

const MAILBOX = { subject: 'ann@example.com', subject_type: 'mailbox' } as const

function links(sentence: string, about: Omit<Parameters<typeof sentencePieces>[0], 'sentence'> = MAILBOX): unknown {
  const pieces = sentencePieces({ ...about, sentence })
  assert.equal(pieces.map(({ text }) => text).join(''), sentence)
  return pieces.flatMap(({ text, href }) => (href === undefined ? [] : [[text, href]]))
}

test('the subject leads to its page, another mailbox to the events that name it, an address to its page', () => {
  assert.deepEqual(links('Ann@example.com was taken over from 203.0.113.7, then forwards to x@example.org.'), [
    ['Ann@example.com', '/mailbox/Ann%40example.com'],
    ['203.0.113.7', '/address/203.0.113.7'],
    ['x@example.org', '/events?q=x%40example.org&last=7d'],
  ])
  assert.deepEqual(
    links('2001:db8::7 tries passwords: 2 servers.', { subject: '2001:db8::7', subject_type: 'address' }),
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
  const network = { subject: '203.0.113.0/24', subject_type: 'network' } as const
  assert.deepEqual(links('203.0.113.0/24 tries passwords.', network), [])
})

test('what surrounds a value is no part of it, and what looks like one only in part is text', () => {
  assert.deepEqual(links('Somebody ("ann@example.com") at 12:30: a@b@c and @ and 1.2.3'), [
    ['ann@example.com', '/mailbox/ann%40example.com'],
  ])
})
