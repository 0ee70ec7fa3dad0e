import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { letter } from '../../../../lib/notify/mail/letter.ts'
import type { Message } from '../../../../lib/notify/message.ts'
import { shownLines, shownSubject } from '../../../../lib/notify/shown-text.ts'
import { hostile } from '../../../support/hostile-text.ts'
import { readLetter } from './read-letter.ts'

const MESSAGE: Message = {
  id: 'message-1',
  thread: 'incident-7',
  time: Date.UTC(2026, 10, 28, 17, 42, 52),
  importance: 'normal',
  subject: 'Mailbox victim@example.com was taken over',
  text: 'Somebody logged in.\nAsk the owner.\n',
  data: null,
}
const PEOPLE = { program: 'spoor-hub', from: 'spoor@host.example.com', to: ['staff@example.com', 'night@example.com'] }

function written(change: Partial<Message> = {}): string {
  return letter({ ...MESSAGE, ...change }, PEOPLE).toString('latin1')
}

function headerOf(raw: string, name: string): string | undefined {
  return readLetter(raw).headers.find(([each]) => each === name)?.[1]
}

test('a message is a mail that says whose it is, what it is and that no answer is wanted', () => {
  assert.equal(
    written(),
    [
      'From: spoor-hub <spoor@host.example.com>',
      'To: staff@example.com,',
      ' night@example.com',
      'Subject: Mailbox victim@example.com was taken over',
      'Date: Sat, 28 Nov 2026 17:42:52 +0000',
      'Message-ID: <9deb880b43bdf6f465a0afb130aed71b@host.example.com>',
      'In-Reply-To: <thread.42b7e863641e6e26f451d9d4a81b0e3d@host.example.com>',
      'References: <thread.42b7e863641e6e26f451d9d4a81b0e3d@host.example.com>',
      'List-Id: <spoor-hub.host.example.com>',
      'Auto-Submitted: auto-generated',
      'X-Auto-Response-Suppress: All',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Somebody logged in.',
      'Ask the owner.',
      '',
    ].join('\r\n'),
  )
})

test('mails about the same are one conversation, and a message has the same id in every try', () => {
  const [first, again, next] = [written(), written(), written({ id: 'message-2', subject: 'It goes on' })]
  assert.equal(first, again)
  assert.notEqual(headerOf(next, 'Message-ID'), headerOf(first, 'Message-ID'))
  assert.equal(headerOf(next, 'References'), headerOf(first, 'References'))
  assert.notEqual(headerOf(written({ thread: 'incident-8' }), 'References'), headerOf(first, 'References'))
})

test('neither the id nor the thread is told, whatever they hold', () => {
  const raw = written({ id: 'victim@example.net', thread: 'x>\r\nBcc: thief@example.net' })
  assert.doesNotMatch(raw, /victim@example\.net|thief/)
})

test('what is important says so, in the words of both kinds of mail programs', () => {
  assert.equal(headerOf(written({ importance: 'high' }), 'Importance'), 'high')
  assert.equal(headerOf(written({ importance: 'high' }), 'X-Priority'), '1')
  assert.equal(headerOf(written({ importance: 'low' }), 'X-Priority'), '5')
  assert.equal(headerOf(written(), 'Importance'), undefined)
})

for (const subject of [
  'plain',
  'für Köln: 你好 🙂',
  'é'.repeat(150),
  '🙂'.repeat(60),
  'a'.repeat(200),
  'word after word '.repeat(12).trim(),
  '=?utf-8?B?SGFsbG8=?= is no encoded word',
  'a "quoted" <thief@example.net>; comma, dot.',
]) {
  test(`the subject ${subject.slice(0, 30)} is read as it was written`, () => {
    assert.equal(headerOf(written({ subject }), 'Subject'), subject)
  })
}

test('a long subject of ASCII is folded, and can be read as it is', () => {
  const raw = written({
    subject: 'Mailbox victim@example.com was taken over: 203.0.113.7 logged in and added a forward',
  })
  assert.match(
    raw,
    /\r\nSubject: Mailbox victim@example.com was taken over: 203.0.113.7\r\n logged in and added a forward\r\n/,
  )
})

test('a subject is one line of at most 200 characters without anything that steers', () => {
  const long = headerOf(written({ subject: 'x'.repeat(1_000_000) }), 'Subject') ?? ''
  assert.equal(long, `${'x'.repeat(199)}…`)
  assert.equal(headerOf(written({ subject: ' a \r\n\t b\u2028c\u0000\u001b[2J\u202e ' }), 'Subject'), 'a b c??[2J?')
  assert.equal(headerOf(written({ subject: '' }), 'Subject'), '')
})

test('a text keeps its lines, and loses what steers', () => {
  const text = 'One.\r\nTwo:\t2 = 2\rThree \n.\n..\nFrom me\n\u001b[31mred\u0000\n日本\n'
  assert.equal(readLetter(written({ text })).text, 'One.\nTwo:  2 = 2\nThree \n.\n..\nFrom me\n?[31mred?\n日本\n')
})

test('a text that is too long is cut, and says by how much', () => {
  const { text } = readLetter(written({ text: 'y'.repeat(100_000) }))
  assert.equal(text, `${'y'.repeat(65_536)}\n[34464 more characters are left out]\n`)
})

const CRLF = fc.constantFrom(
  '\r\n',
  '\r',
  '\n',
  '\r\n.\r\n',
  '\r\nBcc: thief@example.net\r\n',
  '\r\n\r\n',
  '=\r\n',
  '?=',
)
const anything = fc
  .array(fc.oneof(hostile, CRLF, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 8 })
  .map((pieces) => pieces.join(''))

test('whatever a message holds, its mail reads back and has no header more', () => {
  const names = readLetter(written()).headers.map(([name]) => name)
  fc.assert(
    fc.property(anything, anything, anything, anything, (subject, text, id, thread) => {
      const read = readLetter(written({ subject, text, id, thread }))
      assert.deepEqual(
        read.headers.map(([name]) => name),
        names,
      )
      assert.equal(headerOf(written({ subject, text, id, thread }), 'Subject'), shownSubject(subject))
      assert.equal(
        read.text,
        shownLines(text)
          .map((line) => `${line}\n`)
          .join(''),
      )
    }),
    { numRuns: 500 },
  )
})
