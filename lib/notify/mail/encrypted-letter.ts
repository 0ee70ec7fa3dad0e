import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { RecipientKey } from '../../pgp/recipient-key.ts'
import type { Message } from '../message.ts'
import { shownLines, shownSubject } from '../shown-text.ts'
import { encryptedMail, innerHeaders } from './encrypted-mail.ts'
import { asMail, type Correspondents, headersOf, textPart } from './letter.ts'

/**
 * A message as a mail that only the owners of these keys can read (RFC 3156). Outside stand sender, recipients, date,
 * an id that tells nothing, and what every mail of this program has; subject, conversation and importance are inside.
 * `now` in milliseconds since the epoch.
 */
export async function encryptedLetter(
  message: Message,
  correspondents: Correspondents,
  keys: readonly RecipientKey[],
  now: number,
): Promise<Buffer> {
  const headers = headersOf(message, correspondents)
  const boundary = `=_inside_${hash('sha256', message.id).slice(0, 16)}`
  // The subject, for readers who know of neither form: those that do leave this out (RFC 9788 §5.2.1).
  const legacy = [`Subject: ${shownSubject(message.subject)}`, '']
  const content = asMail([
    ...innerHeaders(headers, boundary),
    `--${boundary}`,
    ...textPart([...legacy, ...shownLines(message.text)], '; hp-legacy-display="1"'),
    '',
    `--${boundary}--`,
  ])
  const mail = encryptedMail({ headers, id: message.id, content: Readable.from([content]) }, keys, now)
  return Buffer.from(await text(Readable.from(mail)), 'latin1')
}
