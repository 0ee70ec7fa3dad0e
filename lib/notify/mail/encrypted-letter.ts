import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { encryptedStream } from '../../pgp/encrypt.ts'
import type { RecipientKey } from '../../pgp/recipient-key.ts'
import type { Message } from '../message.ts'
import { shownLines, shownSubject } from '../shown-text.ts'
import { asMail, type Correspondents, type Header, headerLine, headersOf, textPart } from './letter.ts'

/** What stands for the subject outside (RFC 9788 §3.2.1). */
const SUBJECT: Header = { name: 'Subject', value: '[...]' }

/**
 * A message as a mail that only the owners of these keys can read (RFC 3156). Outside stand sender, recipients, date,
 * an id that tells nothing, and what every mail of this program has. Subject, conversation and importance are inside,
 * as RFC 9788 writes them and in the older form that Thunderbird and others read. `now` in milliseconds since the
 * epoch.
 */
export async function encryptedLetter(
  message: Message,
  correspondents: Correspondents,
  keys: readonly RecipientKey[],
  now: number,
): Promise<Buffer> {
  const all = headersOf(message, correspondents)
  const outer = all.flatMap((header) => (header.name === 'Subject' ? [SUBJECT] : header.tells ? [] : [header]))
  const boundary = `=_${hash('sha256', message.id).slice(0, 24)}`
  const armored = await text(await encryptedStream(Readable.from([entity(message, all, outer)]), keys, now))
  return asMail([
    ...outer.map(headerLine),
    'MIME-Version: 1.0',
    `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";`,
    ` boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: application/pgp-encrypted',
    'Content-Description: PGP/MIME version identification',
    '',
    'Version: 1',
    '',
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    'Content-Description: OpenPGP encrypted message',
    'Content-Disposition: inline; filename="encrypted.asc"',
    '',
    armored.trimEnd(),
    '',
    `--${boundary}--`,
  ])
}

/** What is encrypted: the mail as it would be without, in one part more, as some show no subject of a single text. */
function entity(message: Message, headers: readonly Header[], outer: readonly Header[]): Buffer {
  const boundary = `=_inside_${hash('sha256', message.id).slice(0, 16)}`
  // The subject, for readers who know of neither form: those that do leave this out (RFC 9788 §5.2.1).
  const legacy = [`Subject: ${shownSubject(message.subject)}`, '']
  return asMail([
    ...headers.map(headerLine),
    ...outer.map((header) => `HP-Outer: ${headerLine(header)}`),
    `Content-Type: multipart/mixed; hp="cipher"; protected-headers="v1";`,
    ` boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...textPart([...legacy, ...shownLines(message.text)], '; hp-legacy-display="1"'),
    '',
    `--${boundary}--`,
  ])
}
